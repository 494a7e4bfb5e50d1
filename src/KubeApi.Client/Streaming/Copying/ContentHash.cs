using System.Security.Cryptography;

namespace KubeApi.Client.Streaming.Copying;

/// <summary>Hashes of local files.</summary>
internal static class ContentHash
{
    private const int BufferSize = 128 * 1024;

    /// <summary>Adds the next bytes of a file to a hash, and advances the file past them.</summary>
    /// <exception cref="EndOfStreamException">The file has fewer.</exception>
    public static async Task AddAsync(IncrementalHash hash, Stream file, long count, CancellationToken cancellationToken)
    {
        var buffer = new byte[BufferSize];
        while (count > 0)
        {
            var read = await file.ReadAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, count)), cancellationToken).ConfigureAwait(false);
            if (read == 0)
            {
                throw new EndOfStreamException();
            }

            hash.AppendData(buffer, 0, read);
            count -= read;
        }
    }

    /// <summary>The hash so far in lower-case hex.</summary>
    public static string Text(IncrementalHash hash) => Convert.ToHexString(hash.GetCurrentHash()).ToLowerInvariant();
}
