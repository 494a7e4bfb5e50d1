namespace KubeApi.Client.Streaming;

/// <summary>Finds the keys that leave an interactive session, as in ssh: Enter, <c>~</c>, <c>.</c>. A second <c>~</c> sends one. Pure.</summary>
public sealed class LeaveSequence
{
    private const byte Escape = 0x1b;

    private bool _isLineStart = true;
    private bool _hasTilde;
    private int _escaped;

    /// <summary>Whether the keys were typed.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>The typed bytes to send. A <c>~</c> at the start of a line is held until the next key.</summary>
    public byte[] Filter(ReadOnlySpan<byte> typed)
    {
        List<byte> sent = [];
        foreach (var key in typed)
        {
            if (_hasTilde)
            {
                _hasTilde = false;
                if (key == '.')
                {
                    IsComplete = true;
                    break;
                }

                sent.Add((byte)'~');
                _isLineStart = false;
                if (key == '~')
                {
                    continue;
                }
            }

            if (_isLineStart && key == '~')
            {
                _hasTilde = true;
                continue;
            }

            sent.Add(key);
            if (!IsEscaped(key))
            {
                _isLineStart = key is (byte)'\r' or (byte)'\n';
            }
        }

        return [.. sent];
    }

    // A shell may query the cursor position after each prompt, and the terminal's report (ESC [ 24 ; 5 R) arrives among the keys.
    private bool IsEscaped(byte key)
    {
        _escaped = (_escaped, key) switch
        {
            (_, Escape) => 1,
            (1, (byte)'[' or (byte)'O') => 2,
            (2, < 0x40) => 2,
            (1 or 2, _) => 3,
            _ => 0,
        };
        return _escaped > 0;
    }
}
