using KubeApi.Binding;

namespace KubeApi.Tests.Module;

/// <summary>Durations are those of kubectl, and days.</summary>
public sealed class DurationTests
{
    [Theory]
    [InlineData("0", 0)]
    [InlineData("90", 90)]
    [InlineData("0.5", 0.5)]
    [InlineData("1h", 3600)]
    [InlineData("1.5h", 5400)]
    [InlineData(".5h", 1800)]
    [InlineData("1.h", 3600)]
    [InlineData("1h30m", 5400)]
    [InlineData("30m1h", 5400)]
    [InlineData("1m30s", 90)]
    [InlineData("100ms", 0.1)]
    [InlineData("1s500ms", 1.5)]
    [InlineData("1500us", 0.0015)]
    [InlineData("1500\u00b5s", 0.0015)]
    [InlineData("1ns", 1e-7)]
    [InlineData("2d", 172800)]
    [InlineData("1d2h", 93600)]
    [InlineData("+5m", 300)]
    [InlineData("-5m", -300)]
    [InlineData("-5", -5)]
    [InlineData(" 30s ", 30)]
    [InlineData("00:01:30", 90)]
    [InlineData("1.00:00:00", 86400)]
    public void A_duration_is_parsed(string text, double seconds) => Assert.Equal(seconds, Duration.TryParse(text)!.Value.TotalSeconds, 1e-9);

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("-")]
    [InlineData(".")]
    [InlineData(".s")]
    [InlineData("s")]
    [InlineData("5 m")]
    [InlineData("1h 30m")]
    [InlineData("5m-3s")]
    [InlineData("1h30")]
    [InlineData("1.2.3s")]
    [InlineData("1H")]
    [InlineData("1w")]
    [InlineData("1e3")]
    [InlineData("1,5h")]
    [InlineData("20000000000s")]
    [InlineData("99999999999999999999999999999999h")]
    [InlineData("79228162514264337593543950335d")]
    [InlineData("2026-11-29T18:00:00Z")]
    public void Another_string_is_not_one(string text) => Assert.Null(Duration.TryParse(text));
}
