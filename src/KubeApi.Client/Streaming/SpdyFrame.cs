using System.Buffers.Binary;
using System.Text;

namespace KubeApi.Client.Streaming;

/// <summary>The frames of SPDY/3.1 that a port-forward sends: a head of 8 bytes and a payload.</summary>
internal static class SpdyFrame
{
    /// <summary>The size of a head.</summary>
    public const int HeadSize = 8;

    /// <summary>The flag of the last frame of a stream.</summary>
    public const byte Final = 1;

    /// <summary>The first number in the head of a control frame, without its type.</summary>
    public const int Control = int.MinValue | (3 << 16);

    /// <summary>The types of control frames.</summary>
    public const int Open = 1, Reply = 2, Reset = 3, Ping = 6, GoAway = 7;

    private const int Cancel = 5;

    // All header blocks form one zlib stream. It names the dictionary of the protocol, as servers expect, but does not use it.
    private static readonly byte[] s_zlibHead = [0x78, 0x20, 0xe3, 0xc6, 0xa7, 0xc2];

    // Without this flush, the reader waits for more data.
    private static readonly byte[] s_flush = [0, 0, 0, 0xff, 0xff];

    /// <summary>Opens a stream.</summary>
    /// <param name="stream">Its odd number, larger than those before.</param>
    /// <param name="headers">The headers, in lower case.</param>
    public static byte[] OpenStream(int stream, params (string Name, string Value)[] headers)
    {
        byte[] block = [.. Number(headers.Length), .. headers.SelectMany(h => (byte[])[.. Text(h.Name), .. Text(h.Value)])];
        byte[] stored = [0, (byte)block.Length, (byte)(block.Length >> 8), (byte)~block.Length, (byte)(~block.Length >> 8), .. block];
        // The number of the associated stream, and the priority.
        return Frame(Control | Open, 0, [.. Number(stream), .. new byte[6], .. stream == 1 ? s_zlibHead : [], .. stored, .. s_flush]);
    }

    /// <summary>Ends a stream in both directions, before its end.</summary>
    public static byte[] ResetStream(int stream) => Frame(Control | Reset, 0, [.. Number(stream), .. Number(Cancel)]);

    /// <summary>Ends the direction from the client to the server.</summary>
    public static byte[] EndStream(int stream) => Frame(stream, Final, []);

    /// <summary>A frame.</summary>
    public static byte[] Frame(int first, byte flags, ReadOnlySpan<byte> payload)
    {
        var frame = new byte[HeadSize + payload.Length];
        WriteHead(frame, first, flags, payload.Length);
        payload.CopyTo(frame.AsSpan(HeadSize));
        return frame;
    }

    /// <summary>Writes the head of a frame.</summary>
    /// <param name="head">The destination.</param>
    /// <param name="first">The number of a stream for data; else the kind of control frame.</param>
    /// <param name="flags">The flags.</param>
    /// <param name="length">The length of the payload, in bytes.</param>
    public static void WriteHead(Span<byte> head, int first, byte flags, int length)
    {
        BinaryPrimitives.WriteInt32BigEndian(head, first);
        BinaryPrimitives.WriteInt32BigEndian(head[4..], (flags << 24) | length);
    }

    private static byte[] Number(int value) => [(byte)(value >> 24), (byte)(value >> 16), (byte)(value >> 8), (byte)value];

    private static byte[] Text(string text) => [.. Number(text.Length), .. Encoding.ASCII.GetBytes(text)];
}
