using System.Buffers;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using KubeApi.Client.Json;

namespace KubeApi.Client.Proxying;

/// <summary>Writes responses to a caller.</summary>
internal sealed class ResponseWriter(NetworkStream connection)
{
    private const int BufferSize = 64 * 1024;

    // A larger head is sent by itself.
    private const int MaxHead = 16 * 1024;

    // The size of a chunk in hexadecimal and its line end, before the chunk.
    private const int ChunkHead = 10;

    private static readonly byte[] s_lineEnd = "\r\n"u8.ToArray();
    private static readonly byte[] s_lastChunk = "0\r\n\r\n"u8.ToArray();

    /// <summary>Writes a response of this proxy, as a Status.</summary>
    public ValueTask WriteStatusAsync(int code, string phrase, string reason, string message, bool closes, bool isHead)
    {
        var status = new JsonObject
        {
            ["kind"] = "Status",
            ["apiVersion"] = "v1",
            ["metadata"] = new JsonObject(),
            ["status"] = "Failure",
            ["message"] = message,
            ["reason"] = reason,
            ["code"] = code,
        };
        return WriteAsync(code, phrase, "application/json", JsonNodes.Write(status), closes, isHead);
    }

    /// <summary>Writes a whole response.</summary>
    public ValueTask WriteAsync(int code, string phrase, string mediaType, ReadOnlyMemory<byte> body, bool closes, bool isHead)
    {
        var head = string.Create(
            CultureInfo.InvariantCulture,
            $"HTTP/1.1 {code} {phrase}\r\nContent-Type: {mediaType}\r\nContent-Length: {body.Length}\r\nX-Content-Type-Options: nosniff\r\n"
                + $"{(closes ? "Connection: close\r\n" : "")}\r\n");
        byte[] response = [.. Encoding.Latin1.GetBytes(head), .. isHead ? [] : body.Span];
        return connection.WriteAsync(response);
    }

    /// <summary>Lets the caller send its body.</summary>
    public ValueTask WriteContinueAsync() => connection.WriteAsync("HTTP/1.1 100 Continue\r\n\r\n"u8.ToArray());

    /// <summary>Writes the head of a response that switches to another protocol.</summary>
    public ValueTask WriteSwitchAsync(HttpResponseMessage response) => connection.WriteAsync(
        Encoding.Latin1.GetBytes($"{HeadOf(response, length: null)}Connection: Upgrade\r\nUpgrade: {FirstUpgrade(response)}\r\n\r\n"));

    /// <summary>Passes a response on, each part as it arrives.</summary>
    /// <param name="response">The server's response.</param>
    /// <param name="request">The request.</param>
    /// <param name="closes">Whether the connection is closed afterwards.</param>
    /// <param name="cancellationToken">Cancels the response.</param>
    /// <returns>Whether the caller can see where the response ends, so the connection can serve another request.</returns>
    /// <exception cref="IOException">One side left. The caller's connection must be closed, or a part would look like the whole.</exception>
    public async Task<bool> RelayAsync(HttpResponseMessage response, RequestHead request, bool closes, CancellationToken cancellationToken)
    {
        var hasBody = request.Method != "HEAD" && (int)response.StatusCode is not (204 or 304);
        var length = ResponseLength.Of(response);
        var isChunked = hasBody && !request.IsHttp10 && length is null;
        var endsByClosing = hasBody && !isChunked && length is null;
        var options = (isChunked ? "Transfer-Encoding: chunked\r\n" : "") + (closes || endsByClosing ? "Connection: close\r\n"
            : request.IsHttp10 ? "Connection: keep-alive\r\n" : "");
        var head = Encoding.Latin1.GetBytes($"{HeadOf(response, length)}{options}\r\n");
        if (hasBody)
        {
            var body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            await CopyAsync(head, body, length, isChunked, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            await connection.WriteAsync(head, cancellationToken).ConfigureAwait(false);
        }

        return !endsByClosing;
    }

    // A body that has a length ends there, even if more could be read: a file may grow or shrink while it is sent.
    private async Task CopyAsync(byte[] head, Stream body, long? length, bool isChunked, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(MaxHead + ChunkHead + BufferSize);
        try
        {
            // The data follows the head and the size of a chunk, so one call sends all of a small response.
            var isHeadSent = head.Length > MaxHead;
            if (isHeadSent)
            {
                await connection.WriteAsync(head, cancellationToken).ConfigureAwait(false);
            }

            var data = ChunkHead + (isHeadSent ? 0 : head.Length);
            var left = length ?? long.MaxValue;
            while (left > 0)
            {
                var size = (int)Math.Min(left, BufferSize - s_lineEnd.Length);
                var reading = body.ReadAsync(buffer.AsMemory(data, size), cancellationToken).AsTask();
                if (!isHeadSent && !reading.IsCompleted)
                {
                    // The caller gets the head of a watch or a log before its first line.
                    await connection.WriteAsync(head, cancellationToken).ConfigureAwait(false);
                    isHeadSent = true;
                }

                var count = await reading.ConfigureAwait(false);
                if (count == 0)
                {
                    if (length is not null)
                    {
                        throw new EndOfStreamException("The body is shorter than its length.");
                    }

                    break;
                }

                await connection.WriteAsync(Frame(buffer, isHeadSent ? [] : head, data, count, isChunked), cancellationToken).ConfigureAwait(false);
                isHeadSent = true;
                left -= length is null ? 0 : count;
            }

            byte[] rest = [.. isHeadSent ? [] : head, .. isChunked ? s_lastChunk : []];
            await connection.WriteAsync(rest, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    // The next bytes to send: the head, unless it was sent, and the data, as a chunk or unchanged.
    private static ReadOnlyMemory<byte> Frame(byte[] buffer, byte[] head, int data, int count, bool isChunked)
    {
        var (from, to) = (data, data + count);
        if (isChunked)
        {
            var size = Encoding.ASCII.GetBytes(count.ToString("x", CultureInfo.InvariantCulture) + "\r\n");
            from -= size.Length;
            size.CopyTo(buffer, from);
            s_lineEnd.CopyTo(buffer, to);
            to += s_lineEnd.Length;
        }

        from -= head.Length;
        head.CopyTo(buffer, from);
        return buffer.AsMemory(from, to - from);
    }

    private static string HeadOf(HttpResponseMessage response, long? length)
    {
        var head = new StringBuilder(256);
        head.Append(CultureInfo.InvariantCulture, $"HTTP/1.1 {(int)response.StatusCode} {response.ReasonPhrase}\r\n");
        foreach (var (name, values) in response.Headers.NonValidated.Concat(response.Content.Headers.NonValidated))
        {
            if (length is not null && name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase))
            {
                head.Append(CultureInfo.InvariantCulture, $"Content-Length: {length}\r\n");
            }
            else if (!ForwardedMessage.IsOfConnection(name))
            {
                foreach (var value in values)
                {
                    head.Append(name).Append(": ").Append(value).Append("\r\n");
                }
            }
        }

        return head.ToString();
    }

    private static string FirstUpgrade(HttpResponseMessage response) =>
        response.Headers.NonValidated.TryGetValues("Upgrade", out var values) ? values.ToString() : "";
}
