using Microsoft.AspNetCore.Connections;

namespace KubeApi.Sandbox.Http;

/// <summary>Sends an error to a client that uses plain HTTP on the TLS port, as a real server does.</summary>
internal static class PlainTextGuard
{
    // The first byte of every TLS connection.
    private const byte Handshake = 0x16;

    private static readonly byte[] s_response = Encoding.ASCII.GetBytes("HTTP/1.0 400 Bad Request\r\n\r\nClient sent an HTTP request to an HTTPS server.\n");

    public static async Task InvokeAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        var input = connection.Transport.Input;
        var read = await input.ReadAsync(connection.ConnectionClosed);
        var isPlain = !read.Buffer.IsEmpty && read.Buffer.FirstSpan[0] != Handshake;
        // Only peeked: TLS reads it again.
        input.AdvanceTo(isPlain ? read.Buffer.End : read.Buffer.Start);
        if (isPlain)
        {
            await connection.Transport.Output.WriteAsync(s_response);
            return;
        }

        await next(connection);
    }
}
