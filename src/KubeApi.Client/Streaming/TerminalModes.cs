namespace KubeApi.Client.Streaming;

/// <summary>Watches the output of a terminal for the alternate screen, in order to leave it after an abnormal end. Pure.</summary>
public sealed class TerminalModes
{
    // Mouse and paste modes off, cursor on, colors off: harmless if they already are.
    private const string Ordinary = "\e[?1000l\e[?1002l\e[?1003l\e[?1006l\e[?2004l\e[?25h\e[0m";
    private const string Alternate = "\e[?1049";

    private int _matched;
    private bool _isAlternate;

    /// <summary>The escape sequences that restore an ordinary terminal.</summary>
    public string Reset => (_isAlternate ? Alternate + "l" : "") + Ordinary;

    /// <summary>Looks at output, which may be split anywhere.</summary>
    public void Observe(ReadOnlySpan<byte> output)
    {
        foreach (var b in output)
        {
            if (_matched == Alternate.Length)
            {
                _isAlternate = b == 'h' || (b != 'l' && _isAlternate);
                _matched = 0;
            }

            _matched = b == Alternate[_matched] ? _matched + 1 : b == Alternate[0] ? 1 : 0;
        }
    }
}
