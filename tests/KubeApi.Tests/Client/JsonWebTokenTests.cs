using System.Text;
using KubeApi.Client.Authentication;

namespace KubeApi.Tests.Client;

public sealed class JsonWebTokenTests
{
    [Theory]
    [InlineData("""{"exp":1700000000}""", 1700000000L)]
    [InlineData("""{"exp":1700000000.5,"sub":"größe?>"}""", 1700000000L)]
    [InlineData("""{"sub":"x"}""", null)]
    [InlineData("""{"exp":"soon"}""", null)]
    [InlineData("""{"exp":1e300}""", null)]
    [InlineData("[]", null)]
    [InlineData("no json", null)]
    public void The_expiry_is_read(string payload, long? expected)
    {
        var encoded = Convert.ToBase64String(Encoding.UTF8.GetBytes(payload)).TrimEnd('=').Replace('+', '-').Replace('/', '_');

        Assert.Equal(expected, JsonWebToken.ExpiryOf($"eyJhbGciOiJub25lIn0.{encoded}.c2ln")?.ToUnixTimeSeconds());
    }

    [Theory]
    [InlineData("")]
    [InlineData("opaque")]
    [InlineData("a.b")]
    [InlineData("a.%%%.c")]
    public void Other_tokens_have_no_expiry(string token) => Assert.Null(JsonWebToken.ExpiryOf(token));
}
