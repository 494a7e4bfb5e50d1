using System.Text;
using KubeApi.Client.Errors;
using KubeApi.Client.Http;

namespace KubeApi.Client.Streaming.Copying;

/// <summary>
/// An archive from a container. It refuses names and attributes of absurd lengths before System.Formats.Tar makes room for them, which it does
/// as soon as their header claims it; and headers that System.Formats.Tar mistakes for the end, behind which it ignores all files.
/// </summary>
/// <param name="archive">The archive.</param>
internal sealed class ArchiveGuardStream(Stream archive) : AsyncStream
{
    private const int BlockSize = 512;
    private const int TypeFlag = 156;
    private const int SizeField = 124;
    private const int SizeLength = 12;
    private const int ChecksumField = 148;
    private const int ChecksumLength = 8;
    private const int EndBlocks = 2;
    private const int LongestAttributes = 1024 * 1024;

    // Names and link targets of GNU, attributes of pax.
    private static readonly byte[] s_attributes = "LKxg"u8.ToArray();

    private readonly byte[] _header = new byte[BlockSize];
    private readonly MemoryStream _pax = new();
    private int _have;
    private long _left;
    private bool _isPax;
    private long? _nextSize;
    private int _endBlocks;

    /// <exception cref="KubeApiException">A header claims an absurd size, or the end is damaged or missing.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await archive.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        if (read == 0 && !buffer.IsEmpty && _endBlocks < EndBlocks)
        {
            throw CopyFailure.Incomplete();
        }

        for (var data = buffer[..read]; !data.IsEmpty;)
        {
            data = data[Follow(data.Span)..];
        }

        return read;
    }

    private int Follow(ReadOnlySpan<byte> data)
    {
        if (_left > 0)
        {
            var skipped = (int)Math.Min(_left, data.Length);
            if (_isPax)
            {
                _pax.Write(data[..skipped]);
            }

            _left -= skipped;
            return skipped;
        }

        var taken = Math.Min(BlockSize - _have, data.Length);
        data[..taken].CopyTo(_header.AsSpan(_have));
        _have += taken;
        if (_have == BlockSize)
        {
            _have = 0;
            Begin();
        }

        return taken;
    }

    private void Begin()
    {
        if (_isPax)
        {
            _nextSize = SizeIn(Encoding.UTF8.GetString(_pax.GetBuffer(), 0, (int)_pax.Length)) ?? _nextSize;
            _pax.SetLength(0);
        }

        if (!_header.AsSpan().ContainsAnyExcept((byte)0))
        {
            _endBlocks++;
            return;
        }

        if (_endBlocks > 0 || Number(_header.AsSpan(ChecksumField, ChecksumLength).TrimStart((byte)0)) == 0)
        {
            throw CopyFailure.Damaged(_endBlocks > 0 ? "more data follows its end" : "a header has no checksum");
        }

        var type = _header[TypeFlag];
        var isAttributes = s_attributes.Contains(type);
        var size = Number(_header.AsSpan(SizeField, SizeLength));
        if (isAttributes && size is < 0 or > LongestAttributes)
        {
            throw CopyFailure.Damaged($"a name or one of its attributes has {size} bytes");
        }

        (size, _nextSize) = isAttributes ? (size, _nextSize) : (_nextSize ?? size, null);
        _isPax = type == 'x';
        // Links and folders have no content, whatever their header says.
        var hasContent = type is 0 or (byte)'0' or (byte)'7' || type > '6' || isAttributes;
        _left = hasContent && size > 0 ? (size + BlockSize - 1) / BlockSize * BlockSize : 0;
    }

    private static long Number(ReadOnlySpan<byte> field)
    {
        if (!field.IsEmpty && (field[0] & 0x80) != 0)
        {
            var value = 0L;
            foreach (var b in field[^8..])
            {
                value = (value << 8) | b;
            }

            return value;
        }

        var octal = 0L;
        foreach (var b in field.TrimStart((byte)' '))
        {
            if (b is < (byte)'0' or > (byte)'7')
            {
                break;
            }

            octal = (octal << 3) | (long)(b - '0');
        }

        return octal;
    }

    // Records of the form "LENGTH KEY=VALUE\n".
    private static long? SizeIn(string attributes) => attributes.Split('\n').Select(r => r[(r.IndexOf(' ') + 1)..])
        .Where(r => r.StartsWith("size=", StringComparison.Ordinal)).Select(r => long.TryParse(r.AsSpan(5), out var size) ? size : (long?)null).LastOrDefault();
}
