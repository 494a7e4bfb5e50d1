using System.Buffers.Binary;
using System.Text;

namespace KubeApi.Tests.Client.Streaming;

/// <summary>Builds unmasked WebSocket frames of a server (RFC 6455, section 5.2).</summary>
internal sealed class ServerFrames
{
    private readonly MemoryStream _bytes = new();

    /// <summary>The number of bytes so far.</summary>
    public int Length => (int)_bytes.Length;

    public byte[] ToArray() => _bytes.ToArray();

    /// <summary>Adds a message on a channel.</summary>
    public ServerFrames Message(byte channel, string text) => Message([channel, .. Encoding.UTF8.GetBytes(text)]);

    /// <summary>Adds a message.</summary>
    /// <param name="data">The channel's byte and its data.</param>
    /// <param name="pieces">The number of frames to split it into.</param>
    public ServerFrames Message(ReadOnlySpan<byte> data, int pieces = 1)
    {
        var size = Math.Max(1, (data.Length + pieces - 1) / pieces);
        for (var at = 0; at < Math.Max(1, data.Length); at += size)
        {
            var piece = data[at..Math.Min(data.Length, at + size)];
            Frame(at == 0 ? (byte)2 : (byte)0, piece, at + size >= data.Length);
        }

        return this;
    }

    /// <summary>Adds the ordinary close frame.</summary>
    public ServerFrames Close() => Frame(8, [0x03, 0xE8]);

    /// <summary>Adds a frame.</summary>
    public ServerFrames Frame(byte opcode, ReadOnlySpan<byte> payload, bool isFinal = true)
    {
        _bytes.WriteByte((byte)(opcode | (isFinal ? 0x80 : 0)));
        if (payload.Length < 126)
        {
            _bytes.WriteByte((byte)payload.Length);
        }
        else if (payload.Length <= ushort.MaxValue)
        {
            Span<byte> length = stackalloc byte[2];
            BinaryPrimitives.WriteUInt16BigEndian(length, (ushort)payload.Length);
            _bytes.WriteByte(126);
            _bytes.Write(length);
        }
        else
        {
            Span<byte> length = stackalloc byte[8];
            BinaryPrimitives.WriteUInt64BigEndian(length, (ulong)payload.Length);
            _bytes.WriteByte(127);
            _bytes.Write(length);
        }

        _bytes.Write(payload);
        return this;
    }
}
