using System.Buffers.Binary;
using System.IO.Compression;
using KubeApi.Sandbox.Json;

namespace KubeApi.Sandbox.Streams;

/// <summary>The header blocks of SPDY/3.1: one zlib stream for all of a connection, with a dictionary of the protocol.</summary>
internal sealed class SpdyHeaders : IDisposable
{
    // Two bytes, and four for the checksum of the dictionary.
    private const int ZlibHead = 6;

    private static readonly byte[] s_dictionary = Recorded.Bytes("spdy-dictionary.bin");

    private readonly MemoryStream _compressed = new();
    private readonly DeflateStream _plain;
    private bool _hasBegun;
    private bool _hasReplied;

    public SpdyHeaders()
    {
        _plain = new DeflateStream(_compressed, CompressionMode.Decompress);
        // DeflateStream does not support a dictionary: a stored block that it has read acts as one.
        Feed(Stored(s_dictionary));
        _plain.ReadExactly(new byte[s_dictionary.Length]);
    }

    /// <summary>Reads the block of the next frame.</summary>
    public Dictionary<string, string> Read(ReadOnlyMemory<byte> block)
    {
        Feed(_hasBegun ? block.Span : block.Span[ZlibHead..]);
        _hasBegun = true;
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        for (var count = Number(); count > 0; count--)
        {
            headers[Text()] = Text();
        }

        return headers;
    }

    /// <summary>The next block of a reply, without headers.</summary>
    public byte[] Empty()
    {
        // The empty block after it flushes Go's reader.
        byte[] block = [.. _hasReplied ? default(ReadOnlySpan<byte>) : [0x78, 0x01], .. Stored(new byte[sizeof(int)]), .. Stored([])];
        _hasReplied = true;
        return block;
    }

    public void Dispose() => _plain.Dispose();

    private static byte[] Stored(byte[] data)
    {
        var length = (ushort)data.Length;
        var block = new byte[5];
        BinaryPrimitives.WriteUInt16LittleEndian(block.AsSpan(1), length);
        BinaryPrimitives.WriteUInt16LittleEndian(block.AsSpan(3), (ushort)~length);
        return [.. block, .. data];
    }

    private void Feed(ReadOnlySpan<byte> bytes)
    {
        _compressed.SetLength(0);
        _compressed.Write(bytes);
        _compressed.Position = 0;
    }

    private int Number()
    {
        var bytes = new byte[sizeof(int)];
        _plain.ReadExactly(bytes);
        return BinaryPrimitives.ReadInt32BigEndian(bytes);
    }

    private string Text()
    {
        var bytes = new byte[Number()];
        _plain.ReadExactly(bytes);
        return Encoding.UTF8.GetString(bytes);
    }
}
