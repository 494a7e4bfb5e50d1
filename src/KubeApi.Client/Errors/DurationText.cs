using System.Globalization;

namespace KubeApi.Client.Errors;

/// <summary>Formats a duration for a sentence.</summary>
public static class DurationText
{
    /// <summary><c>1 second</c>, <c>1.25 seconds</c>; from two minutes on, whole minutes as <c>2 minutes</c>.</summary>
    public static string Show(TimeSpan time) => time.TotalSeconds switch
    {
        1 => "1 second",
        >= 120 and var seconds when seconds % 60 == 0 => string.Create(CultureInfo.InvariantCulture, $"{seconds / 60:0} minutes"),
        var seconds => string.Create(CultureInfo.InvariantCulture, $"{seconds:0.###} seconds"),
    };
}
