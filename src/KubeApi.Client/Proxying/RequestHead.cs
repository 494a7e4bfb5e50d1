namespace KubeApi.Client.Proxying;

/// <summary>The head of a valid HTTP/1.x request.</summary>
/// <param name="Method">The method, in upper case.</param>
/// <param name="Target">The path and query, byte for byte as they came. A checked path has no dot segment, however it is encoded.</param>
/// <param name="IsHttp10">Whether the request is HTTP/1.0, which has neither chunks nor, by default, persistent connections.</param>
/// <param name="Headers">The headers in their order. Values are Latin-1, one character a byte.</param>
internal sealed record RequestHead(string Method, string Target, bool IsHttp10, IReadOnlyList<KeyValuePair<string, string>> Headers)
{
    /// <summary>The length of the body; 0 for none, null for a chunked one.</summary>
    public long? BodyLength { get; init; }

    /// <summary>The Host header; empty if an HTTP/1.0 request has none.</summary>
    public string Host => ValueOf("Host") ?? "";

    /// <summary>The path without the query, still encoded.</summary>
    public string Path => Target.Split('?', 2)[0];

    /// <summary>Whether the caller requests another protocol on this connection.</summary>
    public bool IsUpgrade => !IsHttp10 && ValueOf("Upgrade") is not null && HasOption("upgrade");

    /// <summary>Whether the caller may send another request on this connection.</summary>
    public bool KeepsAlive => IsHttp10 ? HasOption("keep-alive") : !HasOption("close");

    /// <summary>Whether the caller sends the body after a 100 Continue only.</summary>
    public bool ExpectsContinue => !IsHttp10 && string.Equals(ValueOf("Expect"), "100-continue", StringComparison.OrdinalIgnoreCase);

    /// <summary>The options of the Connection headers.</summary>
    public IEnumerable<string> ConnectionOptions => Headers.Where(h => h.Key.Equals("Connection", StringComparison.OrdinalIgnoreCase))
        .SelectMany(h => h.Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));

    /// <summary>The first value of a header; null if there is none.</summary>
    public string? ValueOf(string name)
    {
        foreach (var (key, value) in Headers)
        {
            if (key.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return value;
            }
        }

        return null;
    }

    private bool HasOption(string option) => ConnectionOptions.Contains(option, StringComparer.OrdinalIgnoreCase);
}
