using KubeApi.Client.Authentication;
using KubeApi.Client.Errors;
using KubeApi.Tests.Sandbox;

namespace KubeApi.Tests.Client;

public sealed class TokenFileCredentialTests : IDisposable
{
    private readonly string _path = Path.GetTempFileName();

    public void Dispose() => File.Delete(_path);

    [Fact]
    public async Task A_changed_file_is_read_again()
    {
        var credential = new TokenFileCredential(_path);
        Write("one\n", DateTime.UtcNow.AddMinutes(-1));
        Assert.Equal("Bearer one", await GetAsync(credential));

        Write("two", DateTime.UtcNow);

        Assert.Equal("Bearer two", await GetAsync(credential));
    }

    [Fact]
    public async Task A_file_that_looks_unchanged_is_read_again_after_a_minute()
    {
        var clock = new ManualClock();
        var credential = new TokenFileCredential(_path, clock: clock);
        var time = DateTime.UtcNow;
        Write("one", time);
        Assert.Equal("Bearer one", await GetAsync(credential));
        Write("two", time);
        Assert.Equal("Bearer one", await GetAsync(credential));

        clock.Advance(TimeSpan.FromSeconds(60));

        Assert.Equal("Bearer two", await GetAsync(credential));
    }

    [Fact]
    public async Task A_refused_token_is_reloaded_and_retried_only_if_it_changed()
    {
        var credential = new TokenFileCredential(_path);
        var time = DateTime.UtcNow;
        Write("one", time);
        var refused = await credential.GetAsync(null, default);
        Assert.False(await credential.RenewAsync(refused, null, default));

        Write("two", time);

        Assert.True(await credential.RenewAsync(refused, null, default));
    }

    [Theory]
    [InlineData("")]
    [InlineData("secret-token with spaces")]
    public async Task The_last_valid_token_is_kept_when_a_read_fails(string broken)
    {
        var credential = new TokenFileCredential(_path);
        Write("one", DateTime.UtcNow.AddMinutes(-1));
        await GetAsync(credential);

        Write(broken, DateTime.UtcNow);

        Assert.Equal("Bearer one", await GetAsync(credential));
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("secret-token\nsecond line", "not allowed in a token")]
    [InlineData("secret-tökén", "not allowed in a token")]
    public async Task A_file_without_a_token_is_reported_without_secrets(string text, string expected)
    {
        Write(text, DateTime.UtcNow);

        var e = await Assert.ThrowsAsync<KubeApiException>(async () => await GetAsync(new TokenFileCredential(_path)));

        Assert.Contains(expected, e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", e.Message, StringComparison.Ordinal);
        Assert.Null(e.InnerException);
    }

    private static async Task<string?> GetAsync(TokenFileCredential credential) => (await credential.GetAsync(null, default)).Authorization;

    private void Write(string text, DateTime time)
    {
        File.WriteAllText(_path, text);
        File.SetLastWriteTimeUtc(_path, time);
    }
}
