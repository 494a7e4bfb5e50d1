using System.Globalization;
using System.Text.RegularExpressions;

namespace KubeApi.Binding;

/// <summary>An argument of -Port: <c>8080:http</c>, <c>8080</c>, <c>http</c>, or <c>0:80</c> and <c>:80</c> for a free local port.</summary>
public sealed partial class PortArgument
{
    /// <summary>Takes a number: of the local port and of the target's.</summary>
    public PortArgument(int port)
        : this(port.ToString(CultureInfo.InvariantCulture))
    {
    }

    /// <summary>Takes any string. <see cref="Fault"/> says why it is not a port; PowerShell would put the parameter's name before an exception.</summary>
    public PortArgument(string text)
    {
        var match = Form().Match(text.Trim());
        Remote = match.Groups["remote"].Value;
        if (!match.Success || (IsNumber(Remote) && !IsPort(Remote, 1)) || (match.Groups["local"] is { Length: > 0 } local && !IsPort(local.Value, 0)))
        {
            Fault = $"'{text}' is not a port. Use LOCAL:REMOTE, such as 8080:http, or 0:80 for a free local port. REMOTE is a number from 1 to 65535 or "
                + "a name.";
            Remote = text;
            return;
        }

        var digits = match.Groups["local"].Value;
        Local = !match.Groups["colon"].Success ? null : digits.Length == 0 ? 0 : int.Parse(digits, CultureInfo.InvariantCulture);
    }

    /// <summary>Why it is not of the form LOCAL:REMOTE; null if it is.</summary>
    internal string? Fault { get; }

    /// <summary>The local port; 0 for a free one, null for the number of the target's port.</summary>
    internal int? Local { get; }

    /// <summary>The target's port: a number or a name.</summary>
    internal string Remote { get; }

    /// <summary>The port as written.</summary>
    public override string ToString() => Local is { } local ? $"{local}:{Remote}" : Remote;

    private static bool IsNumber(string text) => text.All(char.IsAsciiDigit);

    private static bool IsPort(string text, int least) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port >= least && port <= ushort.MaxValue;

    [GeneratedRegex("^((?<local>[0-9]*)(?<colon>:))?(?<remote>[A-Za-z0-9][A-Za-z0-9-]{0,14})$")]
    private static partial Regex Form();
}
