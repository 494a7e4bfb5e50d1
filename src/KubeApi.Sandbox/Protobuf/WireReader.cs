namespace KubeApi.Sandbox.Protobuf;

/// <summary>The wire format of protocol buffers: tagged numbers and runs of bytes.</summary>
internal ref struct WireReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _rest = bytes;

    public int Field { get; private set; }

    public int WireType { get; private set; }

    /// <summary>Moves to the next field.</summary>
    public bool Read()
    {
        if (_rest.IsEmpty)
        {
            return false;
        }

        var tag = ReadNumber();
        (Field, WireType) = ((int)(tag >> 3), (int)(tag & 7));
        return true;
    }

    /// <exception cref="FormatException">The bytes end too early.</exception>
    public ulong ReadNumber()
    {
        ulong value = 0;
        for (var shift = 0; shift < 64; shift += 7)
        {
            if (_rest.IsEmpty)
            {
                break;
            }

            var next = _rest[0];
            _rest = _rest[1..];
            value |= (ulong)(next & 0x7f) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }

        throw new FormatException("unexpected EOF");
    }

    public ReadOnlySpan<byte> ReadBytes() => Take((int)Math.Min(ReadNumber(), int.MaxValue));

    public string ReadString() => Encoding.UTF8.GetString(ReadBytes());

    public void Skip()
    {
        switch (WireType)
        {
            case 0:
                ReadNumber();
                break;
            case 1:
                Take(8);
                break;
            case 2:
                ReadBytes();
                break;
            case 5:
                Take(4);
                break;
            default:
                throw new FormatException($"illegal wireType {WireType}");
        }
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > _rest.Length)
        {
            throw new FormatException("unexpected EOF");
        }

        var taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }
}
