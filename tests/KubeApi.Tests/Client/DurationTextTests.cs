using KubeApi.Client.Errors;

namespace KubeApi.Tests.Client;

/// <summary>Durations in sentences.</summary>
public sealed class DurationTextTests
{
    [Theory]
    [InlineData(0.001, "0.001 seconds")]
    [InlineData(0.5, "0.5 seconds")]
    [InlineData(1, "1 second")]
    [InlineData(1.25, "1.25 seconds")]
    [InlineData(1.5, "1.5 seconds")]
    [InlineData(60, "60 seconds")]
    [InlineData(90, "90 seconds")]
    [InlineData(120, "2 minutes")]
    [InlineData(300, "5 minutes")]
    public void Is_in_seconds_or_whole_minutes(double seconds, string expected) =>
        Assert.Equal(expected, DurationText.Show(TimeSpan.FromSeconds(seconds)));
}
