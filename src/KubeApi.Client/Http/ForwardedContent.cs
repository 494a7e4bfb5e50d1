using System.Net;

namespace KubeApi.Client.Http;

/// <summary>A body that is forwarded as it arrives. It can be sent once.</summary>
/// <param name="body">The body.</param>
/// <param name="length">Its length; null if unknown.</param>
internal sealed class ForwardedContent(Stream body, long? length) : HttpContent
{
    private const int BufferSize = 64 * 1024;

    /// <summary>Whether some of the body was read, so it cannot be sent again.</summary>
    public bool IsConsumed { get; private set; }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        IsConsumed = true;
        var buffer = new byte[BufferSize];
        while (await body.ReadAsync(buffer, cancellationToken).ConfigureAwait(false) is > 0 and var count)
        {
            await stream.WriteAsync(buffer.AsMemory(0, count), cancellationToken).ConfigureAwait(false);
            await stream.FlushAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    protected override bool TryComputeLength(out long computed)
    {
        computed = length ?? 0;
        return length is not null;
    }
}
