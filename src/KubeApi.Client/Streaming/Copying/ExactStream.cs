using System.Security.Cryptography;
using KubeApi.Client.Http;

namespace KubeApi.Client.Streaming.Copying;

/// <summary>An exact number of bytes of a file, even if it grows in the meantime. Hashes and counts the bytes.</summary>
/// <param name="file">The file.</param>
/// <param name="length">The number of bytes.</param>
/// <param name="hash">Receives the bytes; null for none.</param>
/// <param name="observer">Receives the counts.</param>
internal sealed class ExactStream(Stream file, long length, IncrementalHash? hash, ICopyObserver observer) : AsyncStream
{
    private long _position;

    /// <summary>Whether zeros follow the end of a file that was truncated: the archive has already stated the size.</summary>
    public bool IsPadded { get; init; }

    /// <summary>Whether the file has become shorter.</summary>
    public bool HasShrunk { get; private set; }

    public override long Length => length;

    // System.Formats.Tar computes the size of an entry from both.
    public override bool CanSeek => true;

    public override long Position { get => _position; set => throw new NotSupportedException(); }

    /// <exception cref="EndOfStreamException">The file has become shorter.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var wanted = (int)Math.Min(buffer.Length, length - _position);
        if (wanted == 0)
        {
            return 0;
        }

        var read = await file.ReadAsync(buffer[..wanted], cancellationToken).ConfigureAwait(false);
        if (read == 0)
        {
            HasShrunk = IsPadded ? true : throw new EndOfStreamException("The file was truncated in the meantime.");
            buffer.Span[..wanted].Clear();
            read = wanted;
        }

        hash?.AppendData(buffer.Span[..read]);
        _position += read;
        observer.Advanced(read);
        return read;
    }
}
