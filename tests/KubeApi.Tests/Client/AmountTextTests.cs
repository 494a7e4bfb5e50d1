using System.Globalization;
using KubeApi.Client.Workloads;

namespace KubeApi.Tests.Client;

public sealed class AmountTextTests
{
    [Theory]
    [InlineData("0", "0")]
    [InlineData("0.0004", "<1m")]
    [InlineData("0.001", "1m")]
    [InlineData("0.25", "250m")]
    [InlineData("1", "1")]
    [InlineData("1.456", "1.46")]
    [InlineData("64", "64")]
    public void Cores(string cores, string expected) => Assert.Equal(expected, AmountText.Cpu(decimal.Parse(cores, CultureInfo.InvariantCulture)));

    [Theory]
    [InlineData(0, "0")]
    [InlineData(1000, "1000")]
    [InlineData(1024, "1Ki")]
    [InlineData(1610612736, "1.5Gi")]
    [InlineData(230686720, "220Mi")]
    public void Bytes(long bytes, string expected) => Assert.Equal(expected, AmountText.Memory(bytes));

    [Fact]
    public void A_missing_amount_is_empty() => Assert.Equal(("", ""), (AmountText.Cpu(null), AmountText.Memory(null)));
}
