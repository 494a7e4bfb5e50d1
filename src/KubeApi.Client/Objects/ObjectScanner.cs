using System.Buffers;

namespace KubeApi.Client.Objects;

/// <summary>
/// Finds where a JSON object ends without reading it: strings are skipped, braces are counted. Several times as fast as reading the tokens;
/// whoever reads the object later checks it.
/// </summary>
internal struct ObjectScanner
{
    private static readonly SearchValues<byte> s_stringEnd = SearchValues.Create("\"\\"u8);
    private static readonly SearchValues<byte> s_structure = SearchValues.Create("\"{}"u8);

    private int _depth;
    private bool _isInString;

    /// <summary>Whether the end was found.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>Goes on with the object's next bytes; gives how many of them belong to it. Of a backslash at the very end, none does yet.</summary>
    public int Scan(ReadOnlySpan<byte> bytes)
    {
        for (var position = 0; ;)
        {
            var next = bytes[position..].IndexOfAny(_isInString ? s_stringEnd : s_structure);
            if (next < 0)
            {
                return bytes.Length;
            }

            position += next;
            switch (bytes[position])
            {
                case (byte)'\\' when position + 1 == bytes.Length:
                    return position;
                case (byte)'\\':
                    position += 2;
                    break;
                case (byte)'"':
                    _isInString = !_isInString;
                    position++;
                    break;
                case (byte)'{':
                    _depth++;
                    position++;
                    break;
                default:
                    position++;
                    if (--_depth == 0)
                    {
                        IsComplete = true;
                        return position;
                    }

                    break;
            }
        }
    }
}
