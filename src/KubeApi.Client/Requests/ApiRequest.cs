using KubeApi.Client.Errors;

namespace KubeApi.Client.Requests;

/// <summary>A request to an API server, as a value: built without I/O, sent by <c>ApiClient</c>.</summary>
public sealed record ApiRequest(HttpMethod Method, string PathAndQuery)
{
    /// <summary>The Accept header.</summary>
    public string Accept { get; init; } = MediaTypes.Json;

    /// <summary>The body; null for none.</summary>
    public ReadOnlyMemory<byte>? Body { get; init; }

    /// <summary>The body's media type.</summary>
    public string ContentType { get; init; } = MediaTypes.Json;

    /// <summary>More headers.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>What the request addresses, for error messages.</summary>
    public RequestTarget? Target { get; init; }

    /// <summary>True for an answer that goes on until somebody ends it (watch, follow): no time-out may cut it.</summary>
    public bool IsLongRunning { get; init; }

    /// <summary>True for a change that may be sent twice, as it then changes nothing more: an apply, a PUT with a version, a DELETE with a uid, a dry run.</summary>
    public bool IsRepeatable { get; init; }

    /// <summary>Makes the message; its address is the server's own path with this one appended.</summary>
    /// <exception cref="ArgumentException">A header is not one that HTTP allows, or is one that only the session sets.</exception>
    public HttpRequestMessage ToMessage(Uri server)
    {
        var message = new HttpRequestMessage(Method, Address(server));
        message.Headers.TryAddWithoutValidation("Accept", Accept);
        if (Body is { } body)
        {
            message.Content = new ReadOnlyMemoryContent(body);
            message.Content.Headers.TryAddWithoutValidation("Content-Type", ContentType);
        }
        else if (Method != HttpMethod.Get && Method != HttpMethod.Head && Method != HttpMethod.Options)
        {
            // Without any body, SocketsHttpHandler silently sends a request again whose kept connection breaks, a DELETE too.
            message.Content = new ReadOnlyMemoryContent(ReadOnlyMemory<byte>.Empty);
        }

        foreach (var (name, value) in Headers)
        {
            AddHeader(message, name, value);
        }

        return message;
    }

    private Uri Address(Uri server)
    {
        var address = new Uri(server.GetLeftPart(UriPartial.Authority) + server.AbsolutePath.TrimEnd('/') + PathAndQuery);
        // The path was checked when it was made; this holds even if a check is forgotten.
        return Uri.Compare(server, address, UriComponents.SchemeAndServer, UriFormat.Unescaped, StringComparison.OrdinalIgnoreCase) == 0
            ? address
            : throw new ArgumentException("The request's path leads to another server.");
    }

    private static void AddHeader(HttpRequestMessage message, string name, string value)
    {
        // Headers.Add quotes the value in its exception; a value may be a secret, so only the name is told.
        if (name.Equals("Authorization", StringComparison.OrdinalIgnoreCase))
        {
            throw new ArgumentException("The session sets the Authorization header; connect with the other credential instead.");
        }

        // The Host decides which name the server's certificate is checked for.
        if (name.Equals("Host", StringComparison.OrdinalIgnoreCase) || name.StartsWith("Content-", StringComparison.OrdinalIgnoreCase))
        {
            throw new ArgumentException($"The header '{name}' is not set by hand: Host comes from the session, the body's own headers from the body and its media type.");
        }

        if (value.Any(char.IsControl) || value.Any(c => c > 0x7e))
        {
            throw new ArgumentException($"The value of the header '{name}' holds a character that HTTP does not allow.");
        }

        if (!IsToken(name))
        {
            throw new ArgumentException($"'{name}' is not a header name.");
        }

        if (message.Headers.NonValidated.Contains(name))
        {
            message.Headers.Remove(name);
        }

        if (!message.Headers.TryAddWithoutValidation(name, value))
        {
            throw new ArgumentException($"The header '{name}' cannot be set on this request.");
        }
    }

    private static bool IsToken(string name) => name.Length > 0 && name.All(c => char.IsAsciiLetterOrDigit(c) || "!#$%&'*+-.^_`|~".Contains(c, StringComparison.Ordinal));
}
