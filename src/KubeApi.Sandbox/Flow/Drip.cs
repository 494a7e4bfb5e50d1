using System.Text.RegularExpressions;

namespace KubeApi.Sandbox.Flow;

/// <summary>The drip of bodies: a number of bytes, then a pause.</summary>
public sealed partial record Drip(int Bytes, TimeSpan Pause)
{
    /// <summary>`1/20ms`: one byte every 20 milliseconds.</summary>
    /// <exception cref="FormatException">The value is invalid.</exception>
    internal static Drip Parse(string text) =>
        Pattern().Match(text) is { Success: true } match
            && int.TryParse(match.Groups["bytes"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var bytes) && bytes > 0
            && int.TryParse(match.Groups["pause"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var pause)
                ? new Drip(bytes, TimeSpan.FromMilliseconds(pause))
                : throw new FormatException($"A drip is so many bytes and a pause, as 1/20ms, not '{text}'.");

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Bytes}/{Pause.TotalMilliseconds}ms");

    [GeneratedRegex(@"\A(?<bytes>\d+)/(?<pause>\d+)ms\z")]
    private static partial Regex Pattern();
}
