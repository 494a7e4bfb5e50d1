using System.Globalization;
using System.Management.Automation;

namespace KubeApi.Binding;

/// <summary>
/// Accepts a duration as seconds (<c>30</c>, <c>0.5</c>), as kubectl writes it (<c>30s</c>, <c>1m30s</c>), in days (<c>2d</c>), or as a TimeSpan. PowerShell
/// itself converts the number 30 to 30 ticks and the string to 30 days. 0 means no limit, unless a parameter says otherwise.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class SecondsTransformationAttribute : ArgumentTransformationAttribute
{
    /// <summary>Whether 0 remains 0, for a parameter to which it means a single check.</summary>
    public bool KeepsZero { get; set; }

    /// <summary>Whether it is no time-out: nothing on this machine waits for it, so it has no maximum.</summary>
    public bool IsLifetime { get; set; }

    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        Read(Duration.Typed(inputData)) switch
        {
            { Ticks: 0 } when KeepsZero || IsLifetime => TimeSpan.Zero,
            { Ticks: > 0 } time when IsLifetime => time,
            { Ticks: 0 } => Timeout.InfiniteTimeSpan,
            // The maximum of .NET timers.
            { Ticks: > 0 } time when time.TotalMilliseconds < uint.MaxValue - 1 => time,
            _ => throw new ArgumentTransformationMetadataException(
                $"'{(inputData is object[] several ? string.Join(',', several) : inputData)}' is not a {(IsLifetime ? "duration" : "time-out")}. "
                + (IsLifetime ? "Use seconds (3600), a duration such as 90m, 1h or 30d, or a TimeSpan."
                : "Use seconds (30), a duration such as 30s, 1m30s or 2d, or a TimeSpan. "
                    + $"0 means {(KeepsZero ? "a single check" : "no limit")}; the maximum is 49 days.")),
        };

    private static TimeSpan? Read(object? value) => value switch
    {
        TimeSpan time => time,
        int or long or double or decimal or float or short or byte => Seconds(Convert.ToDouble(value, CultureInfo.InvariantCulture)),
        string text => Duration.TryParse(text),
        _ => null,
    };

    private static TimeSpan? Seconds(double seconds) => Math.Abs(seconds) < 1e10 ? TimeSpan.FromSeconds(seconds) : null;
}
