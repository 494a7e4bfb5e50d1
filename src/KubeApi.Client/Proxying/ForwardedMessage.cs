using System.Net;
using System.Text;
using KubeApi.Client.Http;

namespace KubeApi.Client.Proxying;

/// <summary>Turns the request of a caller into the message for the API server.</summary>
internal static class ForwardedMessage
{
    // A body up to this size is buffered, so it can be sent again if the server requires a new credential.
    private const int MaxBuffered = 64 * 1024;

    // The headers of the connection to the caller (RFC 9110, section 7.6.1), and those that the proxy sets itself.
    private static readonly HashSet<string> s_ofConnection = new(StringComparer.OrdinalIgnoreCase)
    {
        "Connection", "Keep-Alive", "Proxy-Connection", "Proxy-Authenticate", "Proxy-Authorization", "TE", "Trailer", "Transfer-Encoding", "Upgrade", "Host",
        "Expect", "Content-Length",
    };

    // A credential of the caller, or the claim of another proxy.
    private static readonly HashSet<string> s_removed = new(StringComparer.OrdinalIgnoreCase) { "Authorization", "Cookie", "Forwarded", "X-Real-IP" };

    /// <summary>Creates the message.</summary>
    /// <param name="server">The API server.</param>
    /// <param name="head">The caller's request.</param>
    /// <param name="target">The path and query at the server, which are sent byte for byte.</param>
    /// <param name="body">The body; null for none.</param>
    /// <param name="cancellationToken">Cancels the reading of a small body.</param>
    public static async Task<HttpRequestMessage> CreateAsync(
        Uri server, RequestHead head, string target, RequestBody? body, CancellationToken cancellationToken)
    {
        var address = server.GetLeftPart(UriPartial.Authority) + server.AbsolutePath.TrimEnd('/') + target;
        var message = new HttpRequestMessage(
            new HttpMethod(head.Method), new Uri(address, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }))
        {
            Version = HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = await ContentAsync(head, body, cancellationToken).ConfigureAwait(false),
        };
        AddHeaders(message, head);
        if (head.IsUpgrade)
        {
            message.Headers.TryAddWithoutValidation("Connection", "Upgrade");
            message.Headers.TryAddWithoutValidation("Upgrade", head.ValueOf("Upgrade"));
        }

        if (message.Content is ForwardedContent)
        {
            // The server then refuses a credential before it takes the body.
            message.Headers.ExpectContinue = true;
            message.Headers.TransferEncodingChunked = head.BodyLength is null ? true : null;
        }

        return message;
    }

    /// <summary>The names of the headers that belong to one connection.</summary>
    public static bool IsOfConnection(string name) => s_ofConnection.Contains(name);

    private static async Task<HttpContent?> ContentAsync(RequestHead head, RequestBody? body, CancellationToken cancellationToken)
    {
        if (body is null)
        {
            // Without a content, SocketsHttpHandler silently repeats a request when its pooled connection breaks, the upgrade of an exec too.
            var isRead = !head.IsUpgrade
                && head.Method is "GET" or "HEAD" or "OPTIONS"
                && !head.Headers.Any(h => h.Key.StartsWith("Content-", StringComparison.OrdinalIgnoreCase));
            return isRead ? null : new ReadOnlyMemoryContent(ReadOnlyMemory<byte>.Empty);
        }

        if (head.BodyLength is not { } length || length > MaxBuffered)
        {
            return new ForwardedContent(body, head.BodyLength);
        }

        var bytes = new byte[length];
        await body.ReadExactlyAsync(bytes, cancellationToken).ConfigureAwait(false);
        return new ReadOnlyMemoryContent(bytes);
    }

    private static void AddHeaders(HttpRequestMessage message, RequestHead head)
    {
        var ofConnection = head.ConnectionOptions.ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var group in head.Headers.GroupBy(h => h.Key, StringComparer.OrdinalIgnoreCase))
        {
            var isImpersonation = group.Key.StartsWith("Impersonate-", StringComparison.OrdinalIgnoreCase);
            // An option of Connection must not remove an impersonation, which would widen what the request may do.
            if (IsOfConnection(group.Key) || IsRemoved(group.Key) || (ofConnection.Contains(group.Key) && !isImpersonation))
            {
                continue;
            }

            // One line for each value, as they came: .NET joins several values with commas, which the API server does not split for each header.
            var name = isImpersonation ? "Impersonate-" + group.Key["Impersonate-".Length..] : group.Key;
            var value = string.Join($"\r\n{name}: ", group.Select(h => h.Value));
            value = isImpersonation ? Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(value)) : value;
            if (!message.Headers.TryAddWithoutValidation(name, value))
            {
                message.Content?.Headers.TryAddWithoutValidation(name, value);
            }
        }
    }

    private static bool IsRemoved(string name) =>
        s_removed.Contains(name) || name.StartsWith("X-Forwarded", StringComparison.OrdinalIgnoreCase)
        // Those of an authenticating proxy, which a server believes if the session's certificate is the front proxy's.
        || name.StartsWith("X-Remote-", StringComparison.OrdinalIgnoreCase);
}
