using System.Globalization;
using System.Management.Automation;

namespace KubeApi.Binding;

/// <summary>
/// Accepts a duration as seconds (<c>30</c>, <c>0.5</c>), as kubectl writes it (<c>30s</c>, <c>2m</c>, <c>1h</c>), in days (<c>2d</c>), or as a TimeSpan.
/// PowerShell itself converts the number 30 to 30 ticks and the string to 30 days. 0 means no limit, unless a parameter says otherwise.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class SecondsTransformationAttribute : ArgumentTransformationAttribute
{
    /// <summary>Whether 0 remains 0, for a parameter to which it means a single check.</summary>
    public bool KeepsZero { get; set; }

    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        Read(inputData is PSObject wrapped ? wrapped.BaseObject : inputData) switch
        {
            { Ticks: 0 } when KeepsZero => TimeSpan.Zero,
            { Ticks: 0 } => Timeout.InfiniteTimeSpan,
            // The maximum of .NET timers.
            { Ticks: > 0 } time when time.TotalMilliseconds < uint.MaxValue - 1 => time,
            _ => throw new ArgumentTransformationMetadataException(
                $"'{inputData}' is not a time-out. Use seconds (30), a duration such as 30s, 2m, 1h or 2d, or a TimeSpan. "
                + $"0 means {(KeepsZero ? "a single check" : "no limit")}; the maximum is 49 days."),
        };

    private static TimeSpan? Read(object? value) => value switch
    {
        TimeSpan time => time,
        int or long or double or decimal or float or short or byte => Seconds(Convert.ToDouble(value, CultureInfo.InvariantCulture)),
        string text => Read(text.Trim()),
        _ => null,
    };

    private static TimeSpan? Read(string text)
    {
        var unit = text.Length > 0 ? text[^1] switch { 's' => 1, 'm' => 60, 'h' => 3600, 'd' => 86400, _ => 0 } : 0;
        return double.TryParse(
            unit > 0 ? text[..^1] : text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? Seconds(number * Math.Max(unit, 1))
            : text.Contains(':', StringComparison.Ordinal) && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var time) ? time : null;
    }

    private static TimeSpan? Seconds(double seconds) => Math.Abs(seconds) < 1e10 ? TimeSpan.FromSeconds(seconds) : null;
}
