namespace KubeApi.Client.Streaming.Copying;

/// <summary>Copies a stream to a slower one, and reads the next part while the last one is sent.</summary>
internal static class ReadAhead
{
    private const int BufferSize = 256 * 1024;

    /// <summary>Copies all of a stream.</summary>
    public static async Task CopyAsync(Stream from, Stream to, CancellationToken cancellationToken)
    {
        var (buffer, next) = (new byte[BufferSize], new byte[BufferSize]);
        var count = await from.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        while (count > 0)
        {
            var reading = from.ReadAsync(next, cancellationToken).AsTask();
            try
            {
                await to.WriteAsync(buffer.AsMemory(0, count), cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                // The caller may close or rewind the stream.
                await Task.WhenAny(reading).ConfigureAwait(false);
            }

            count = await reading.ConfigureAwait(false);
            (buffer, next) = (next, buffer);
        }
    }
}
