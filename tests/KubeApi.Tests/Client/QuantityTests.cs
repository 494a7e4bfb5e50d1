using System.Globalization;
using KubeApi.Client.Workloads;

namespace KubeApi.Tests.Client;

public sealed class QuantityTests
{
    private const string Forms = "a number, perhaps with a unit (n, u, m, k, M, G, T, P, E, Ki, Mi, Gi, Ti, Pi, Ei) or an exponent (e3).";

    [Theory]
    [InlineData("0", "0")]
    [InlineData("500m", "0.5")]
    [InlineData("1", "1")]
    [InlineData("1.5", "1.5")]
    [InlineData("1n", "0.000000001")]
    [InlineData("100u", "0.0001")]
    [InlineData("2k", "2000")]
    [InlineData("3M", "3000000")]
    [InlineData("1.5G", "1500000000")]
    [InlineData("1T", "1000000000000")]
    [InlineData("1P", "1000000000000000")]
    [InlineData("12E", "12000000000000000000")]
    [InlineData("1Ki", "1024")]
    [InlineData("0.1Ki", "102.4")]
    [InlineData("1Mi", "1048576")]
    [InlineData("1.5Gi", "1610612736")]
    [InlineData("1Ti", "1099511627776")]
    [InlineData("1Pi", "1125899906842624")]
    [InlineData("7Ei", "8070450532247928832")]
    [InlineData("1.5e3", "1500")]
    [InlineData("1E3", "1000")]
    [InlineData("1e+3", "1000")]
    [InlineData("1e-3", "0.001")]
    [InlineData("1E-3", "0.001")]
    [InlineData("-500m", "-0.5")]
    [InlineData("+1Gi", "1073741824")]
    [InlineData("-1.5Gi", "-1610612736")]
    public void An_amount_is_exact(string text, string expected) => AssertAmount(expected, text);

    // The server's parser is more lenient than its message.
    [Theory]
    [InlineData(" 1Gi ", "1073741824")]
    [InlineData(".5", "0.5")]
    [InlineData("5.", "5")]
    [InlineData("1.G", "1000000000")]
    [InlineData("000000000000000000000000000000001", "1")]
    [InlineData("Gi", "0")]
    [InlineData("-", "0")]
    [InlineData(".", "0")]
    [InlineData("00.00", "0")]
    public void Unusual_notations_are_accepted_as_by_the_server(string text, string expected) => AssertAmount(expected, text);

    [Theory]
    [InlineData("0.1n", "0.000000001")]
    [InlineData("1e-10", "0.000000001")]
    [InlineData("1e-2000000000", "0.000000001")]
    [InlineData("-1e-10", "-0.000000001")]
    [InlineData("1.0000000001", "1.000000001")]
    [InlineData("0e-10", "0")]
    public void Amounts_below_a_billionth_are_rounded_away_from_zero(string text, string expected) => AssertAmount(expected, text);

    [Theory]
    [InlineData("8Ei", "9223372036854775807")]
    [InlineData("-8Ei", "-9223372036854775807")]
    [InlineData("9223372036854775807Ki", "9223372036854775807")]
    [InlineData("9223372036854775808", "9223372036854775808")]
    [InlineData("10E", "10000000000000000000")]
    [InlineData("1e28", "10000000000000000000000000000")]
    [InlineData("0e2000000000", "0")]
    public void Only_amounts_with_a_binary_suffix_are_limited(string text, string expected) => AssertAmount(expected, text);

    [Theory]
    [InlineData("", ": it is empty.")]
    [InlineData("  ", ": it is empty.")]
    [InlineData("abc", $". Use {Forms}")]
    [InlineData("1.2.3", $". Use {Forms}")]
    [InlineData("1,5", $". Use {Forms}")]
    [InlineData("1e3x", $". Use {Forms}")]
    [InlineData("0x10", $". Use {Forms}")]
    [InlineData("½", $". Use {Forms}")]
    [InlineData("١", $". Use {Forms}")]
    [InlineData("1e+", $". Use {Forms}")]
    [InlineData("1e99999999999999999999", $". Use {Forms}")]
    [InlineData("--1", $". Use {Forms}")]
    [InlineData("1m3", $". Use {Forms}")]
    [InlineData("5 bytes", $". There is no unit bytes: use {Forms}")]
    [InlineData("1Mm", $". There is no unit Mm: use {Forms}")]
    [InlineData("5GB", ". There is no unit GB: use 5G (10^9) or 5Gi (2^30).")]
    [InlineData("100MB", ". There is no unit MB: use 100M (10^6) or 100Mi (2^20).")]
    [InlineData("1.5gb", ". There is no unit gb: use 1.5G (10^9) or 1.5Gi (2^30).")]
    [InlineData("1 Gi", ". Use 1Gi, without a space.")]
    [InlineData("1Gib", ". There is no unit Gib: use 1G (10^9) or 1Gi (2^30).")]
    [InlineData("1K", ". There is no unit K: use 1k (10^3) or 1Ki (2^10).")]
    [InlineData("1ki", ". There is no unit ki: use 1k (10^3) or 1Ki (2^10).")]
    [InlineData("12e", ". There is no unit e: use 12E (10^18) or 12Ei (2^60).")]
    public void The_error_names_the_units(string text, string reason) => AssertError($"'{text}' is not a quantity{reason}", text);

    [Fact]
    public void A_long_value_is_not_repeated_in_the_error()
    {
        AssertError($"The quantity '{new string('9', 40)}…' is too large: a decimal cannot hold it without loss.", new string('9', 1_000_000));
        AssertError($"'{new string('x', 40)}…' is not a quantity. Use {Forms}", new string('x', 1_000_000));
    }

    [Theory]
    [InlineData("1e30")]
    [InlineData("1e2000000000")]
    [InlineData("-1e30")]
    [InlineData("99999999999999999999999999999999")]
    [InlineData("123456789012345678901.5")]
    public void A_quantity_too_large_for_a_decimal_is_an_error(string text) =>
        AssertError($"The quantity '{text}' is too large: a decimal cannot hold it without loss.", text);

    [Theory]
    [InlineData(null, null)]
    [InlineData("500m", "0.5")]
    [InlineData("12e", null)]
    public void An_invalid_quantity_has_no_amount(string? text, string? expected) =>
        Assert.Equal(expected, Quantity.TryParse(text)?.ToString(CultureInfo.InvariantCulture));

    private static void AssertAmount(string expected, string text) => Assert.Equal(expected, Quantity.Parse(text).ToString(CultureInfo.InvariantCulture));

    private static void AssertError(string expected, string text) =>
        Assert.Equal(expected, Assert.Throws<ArgumentException>(() => Quantity.Parse(text)).Message);
}
