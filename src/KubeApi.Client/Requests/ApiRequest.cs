using KubeApi.Client.Authentication;
using KubeApi.Client.Errors;

namespace KubeApi.Client.Requests;

/// <summary>A request to an API server, as a value: created without I/O, and sent by <c>ApiClient</c>.</summary>
public sealed record ApiRequest(HttpMethod Method, string PathAndQuery)
{
    /// <summary>The Accept header.</summary>
    public string Accept { get; init; } = MediaTypes.Json;

    /// <summary>The body; null for none.</summary>
    public ReadOnlyMemory<byte>? Body { get; init; }

    /// <summary>The body's media type.</summary>
    public string ContentType { get; init; } = MediaTypes.Json;

    /// <summary>Additional headers.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>The user that this request impersonates, instead of the session's; null for the session's.</summary>
    public Impersonation? Impersonation { get; init; }

    /// <summary>The target, for error messages.</summary>
    public RequestTarget? Target { get; init; }

    /// <summary>The kind of the object that the response must be; null for any.</summary>
    public string? Kind { get; init; }

    /// <summary>Whether the response is endless (watch, follow), so no time-out applies.</summary>
    public bool IsLongRunning { get; init; }

    /// <summary>Whether the head of an endless response arrives immediately, and the time-out applies; that of a silent container's log does not.</summary>
    public bool RespondsAtOnce { get; init; }

    /// <summary>
    /// True for an upgrade over which a stream is sent. The other end may stop receiving for any length of time, so silence does not mean that the
    /// connection is dead.
    /// </summary>
    public bool SendsStream { get; init; }

    /// <summary>Whether the request may be sent again when the outcome of an earlier attempt is unknown.</summary>
    public required RepeatSafety RepeatSafety { get; init; }

    /// <summary>A GET that changes nothing.</summary>
    public static ApiRequest Get(string pathAndQuery) => new(HttpMethod.Get, pathAndQuery) { RepeatSafety = RepeatSafety.Safe };

    /// <summary>Creates the message; its address is the server's path followed by the request's.</summary>
    /// <exception cref="ArgumentException">A header is invalid, or only the session may set it.</exception>
    public HttpRequestMessage ToMessage(Uri server)
    {
        var message = new HttpRequestMessage(Method, Address(server));
        message.Headers.TryAddWithoutValidation("Accept", Checked("Accept", Accept));
        if (Body is { } body)
        {
            message.Content = new ReadOnlyMemoryContent(body);
            message.Content.Headers.TryAddWithoutValidation("Content-Type", Checked("Content-Type", ContentType));
        }
        else if (RepeatSafety == RepeatSafety.Never || (Method != HttpMethod.Get && Method != HttpMethod.Head && Method != HttpMethod.Options))
        {
            // SocketsHttpHandler silently repeats a request without a body when its pooled connection breaks, even a DELETE, or the GET of an exec.
            message.Content = new ReadOnlyMemoryContent(ReadOnlyMemory<byte>.Empty);
        }

        foreach (var (name, value) in Headers)
        {
            AddHeader(message, name, value);
        }

        return message;
    }

    internal Uri Address(Uri server)
    {
        var address = new Uri(server.GetLeftPart(UriPartial.Authority) + server.AbsolutePath.TrimEnd('/') + PathAndQuery);
        // A second check after the builders of paths.
        return Uri.Compare(server, address, UriComponents.SchemeAndServer, UriFormat.Unescaped, StringComparison.OrdinalIgnoreCase) == 0
            ? address
            : throw new ArgumentException("The request's path leads to another server.");
    }

    private static void AddHeader(HttpRequestMessage message, string name, string value)
    {
        // Headers.Add quotes the value in its exception, and a value may be a secret: report the name only.
        if (name.Equals("Authorization", StringComparison.OrdinalIgnoreCase))
        {
            throw new ArgumentException("The session sets the Authorization header; connect with the other credential instead.");
        }

        // The Host header determines the name that the server's certificate must have.
        if (name.Equals("Host", StringComparison.OrdinalIgnoreCase) || name.StartsWith("Content-", StringComparison.OrdinalIgnoreCase))
        {
            throw new ArgumentException(
                $"Cannot set the header '{name}': Host comes from the session, and content headers from the body and its media type.");
        }

        _ = Checked(name, value);
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

    // A line break would begin another header.
    private static string Checked(string name, string value) => value.Any(c => char.IsControl(c) || c > 0x7e)
        ? throw new ArgumentException($"The value of the header '{name}' contains a character that HTTP does not allow.")
        : value;

    private static bool IsToken(string name) =>
        name.Length > 0 && name.All(c => char.IsAsciiLetterOrDigit(c) || "!#$%&'*+-.^_`|~".Contains(c, StringComparison.Ordinal));
}
