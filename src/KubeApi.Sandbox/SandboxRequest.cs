namespace KubeApi.Sandbox;

/// <summary>A request the sandbox has seen, for tests. It is logged when it arrives; the status is set with the response.</summary>
public sealed class SandboxRequest
{
    private volatile int _statusCode;
    private volatile bool _isCompleted;
    private volatile bool _isAborted;

    /// <summary>The HTTP method.</summary>
    public required string Method { get; init; }

    /// <summary>The path and query as sent.</summary>
    public required string PathAndQuery { get; init; }

    /// <summary>`HTTP/1.1` or `HTTP/2`.</summary>
    public required string Protocol { get; init; }

    /// <summary>The User-Agent header, or an empty string.</summary>
    public required string UserAgent { get; init; }

    /// <summary>The Accept header, or an empty string.</summary>
    public required string Accept { get; init; }

    /// <summary>The Accept-Encoding header, or an empty string.</summary>
    public required string AcceptEncoding { get; init; }

    /// <summary>The Content-Type header, or an empty string.</summary>
    public required string ContentType { get; init; }

    /// <summary>Whether there was an Authorization header, without its value.</summary>
    public required bool HasAuthorization { get; init; }

    /// <summary>Whether it came over TLS, not through the plain port.</summary>
    public required bool IsHttps { get; init; }

    /// <summary>The HTTP status of the response; 0 until there is one.</summary>
    public int StatusCode
    {
        get => _statusCode;
        internal set => _statusCode = value;
    }

    /// <summary>Whether the response was sent completely; set shortly after the client has it.</summary>
    public bool IsCompleted
    {
        get => _isCompleted;
        internal set => _isCompleted = value;
    }

    /// <summary>Whether the client disconnected before the end.</summary>
    public bool IsAborted
    {
        get => _isAborted;
        internal set => _isAborted = value;
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Method} {PathAndQuery} {StatusCode}";
}
