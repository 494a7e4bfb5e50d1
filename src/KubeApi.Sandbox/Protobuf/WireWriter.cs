using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace KubeApi.Sandbox.Protobuf;

/// <summary>Writes the fields of one message.</summary>
internal sealed class WireWriter
{
    private readonly ArrayBufferWriter<byte> _bytes = new();

    public ReadOnlySpan<byte> Written => _bytes.WrittenSpan;

    public void Text(int field, string text) => Bytes(field, Encoding.UTF8.GetBytes(text));

    public void Message(int field, WireWriter message) => Bytes(field, message.Written);

    public void Integer(int field, long number)
    {
        Varint((ulong)field << 3);
        Varint((ulong)number);
    }

    public void Double(int field, double number)
    {
        Varint((ulong)field << 3 | 1);
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteDoubleLittleEndian(bytes, number);
        _bytes.Write(bytes);
    }

    private void Bytes(int field, ReadOnlySpan<byte> bytes)
    {
        Varint((ulong)field << 3 | 2);
        Varint((ulong)bytes.Length);
        _bytes.Write(bytes);
    }

    private void Varint(ulong number)
    {
        for (; number > 0x7f; number >>= 7)
        {
            _bytes.Write([(byte)(number | 0x80)]);
        }

        _bytes.Write([(byte)number]);
    }
}
