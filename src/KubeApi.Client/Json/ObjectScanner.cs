using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace KubeApi.Client.Json;

/// <summary>
/// Finds the end of a JSON object without parsing it: counts the braces outside of strings, 64 bytes at a time, with a mask bit for each byte. The reader of
/// the object validates it. (After Langdale and Lemire, "Parsing Gigabytes of JSON per Second", 2019, stage 1.)
/// </summary>
internal struct ObjectScanner
{
    private const int BlockSize = 64;

    private int _depth;
    private int _scanned;
    private int _children;
    // All ones if the last block ended in a string, else zero.
    private ulong _inString;
    // Whether the last block ended with a backslash that escapes the next byte.
    private bool _isEscaping;

    /// <summary>Whether the end was found.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>
    /// The end of the one object that this one holds directly, also in an array: of an event, or of a row of a table; 0 if it holds none or several.
    /// </summary>
    public int OnlyChildEnd { get; private set; }

    /// <summary>
    /// Scans the next bytes of the object, and returns how many were consumed. The rest, less than a block, has to be passed again with the bytes after it.
    /// </summary>
    public int Scan(ReadOnlySpan<byte> bytes)
    {
        var position = 0;
        for (; position <= bytes.Length - BlockSize; position += BlockSize)
        {
            if (ScanBlock(bytes.Slice(position, BlockSize)) is >= 0 and var end)
            {
                return position + end;
            }

            _scanned += BlockSize;
        }

        // The end may be in a partial block; if not, the state is restored.
        var before = this;
        Span<byte> rest = stackalloc byte[BlockSize];
        rest.Clear();
        bytes[position..].CopyTo(rest);
        if (ScanBlock(rest) is >= 0 and var last)
        {
            return position + last;
        }

        this = before;
        return position;
    }

    /// <summary>The end of the object in the block, after its last brace; -1 if it continues.</summary>
    private int ScanBlock(ReadOnlySpan<byte> block)
    {
        var outside = ~StringMask(block);
        var opening = Mask(block, (byte)'{') & outside;
        var closing = Mask(block, (byte)'}') & outside;
        // No child ends here, nor does the object.
        if (_depth > BitOperations.PopCount(closing) + 1)
        {
            _depth += BitOperations.PopCount(opening) - BitOperations.PopCount(closing);
            return -1;
        }

        for (var braces = opening | closing; braces != 0; braces &= braces - 1)
        {
            var bit = braces & (0 - braces);
            _depth += (opening & bit) != 0 ? 1 : -1;
            if (_depth == 0)
            {
                IsComplete = true;
                return BitOperations.TrailingZeroCount(bit) + 1;
            }

            if (_depth == 1 && (closing & bit) != 0)
            {
                OnlyChildEnd = ++_children == 1 ? _scanned + BitOperations.TrailingZeroCount(bit) + 1 : 0;
            }
        }

        return -1;
    }

    /// <summary>A bit for each byte from a string's opening quote up to its closing one, which is not counted.</summary>
    private ulong StringMask(ReadOnlySpan<byte> block)
    {
        var inString = Mask(block, (byte)'"') & ~EscapedMask(Mask(block, (byte)'\\'));
        // Each bit becomes the parity of the quotes up to it.
        for (var shift = 1; shift < BlockSize; shift *= 2)
        {
            inString ^= inString << shift;
        }

        inString ^= _inString;
        _inString = (ulong)((long)inString >> 63);
        return inString;
    }

    /// <summary>A bit for each byte that a backslash escapes.</summary>
    private ulong EscapedMask(ulong backslashes)
    {
        var escaped = _isEscaping ? 1UL : 0;
        _isEscaping = false;
        // Rare in responses of servers.
        for (backslashes &= ~escaped; backslashes != 0;)
        {
            var escape = backslashes & (0 - backslashes);
            _isEscaping = escape == 1UL << 63;
            escaped |= escape << 1;
            backslashes &= ~(escape | (escape << 1));
        }

        return escaped;
    }

    private static ulong Mask(ReadOnlySpan<byte> block, byte value)
    {
        ref var start = ref MemoryMarshal.GetReference(block);
        var wanted = Vector128.Create(value);
        return Vector128.Equals(Vector128.LoadUnsafe(ref start), wanted).ExtractMostSignificantBits()
            | ((ulong)Vector128.Equals(Vector128.LoadUnsafe(ref start, 16), wanted).ExtractMostSignificantBits() << 16)
            | ((ulong)Vector128.Equals(Vector128.LoadUnsafe(ref start, 32), wanted).ExtractMostSignificantBits() << 32)
            | ((ulong)Vector128.Equals(Vector128.LoadUnsafe(ref start, 48), wanted).ExtractMostSignificantBits() << 48);
    }
}
