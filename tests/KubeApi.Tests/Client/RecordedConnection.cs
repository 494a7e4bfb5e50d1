using System.Text;

namespace KubeApi.Tests.Client;

/// <summary>A fake connection: records the sent bytes, and responds with an empty 200.</summary>
internal sealed class RecordedConnection : MemoryStream
{
    private readonly MemoryStream _response = new("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"u8.ToArray());

    /// <summary>The sent bytes.</summary>
    public string Sent => Encoding.ASCII.GetString(ToArray());

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        _response.ReadAsync(buffer, cancellationToken);

    protected override void Dispose(bool disposing)
    {
        _response.Dispose();
        base.Dispose(disposing);
    }
}
