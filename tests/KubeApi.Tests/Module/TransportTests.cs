using KubeApi.Sandbox.Faults;
using KubeApi.Tests.Client;

namespace KubeApi.Tests.Module;

/// <summary>Time-outs, retries and proxies, as a user sees them.</summary>
public sealed class TransportTests(SandboxFixture sandbox) : IClassFixture<SandboxFixture>
{
    [Theory]
    [InlineData("0.2")]
    [InlineData("'0.2'")]
    [InlineData("'0.2s'")]
    [InlineData("([timespan]::FromMilliseconds(200))")]
    [InlineData("'00:00:00.2'")]
    public void A_cmdlet_waits_for_its_RequestTimeout(string timeout)
    {
        using var shell = sandbox.Connected();
        sandbox.Server.Fail(new Fault { Break = Break.Stall, Path = "/api/v1/namespaces" });

        var error = shell.Fail($"Invoke-KubeApi /api/v1/namespaces -RequestTimeout {timeout}");

        Assert.StartsWith("Timeout,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("within 0.2 seconds", error.ErrorDetails.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2m", "00:02:00")]
    [InlineData("1h", "01:00:00")]
    [InlineData("0", "")] // no limit
    [InlineData("2.5", "00:00:02.5000000")]
    public void A_session_keeps_its_RequestTimeout(string timeout, string expected)
    {
        using var shell = sandbox.Shell();

        shell.Get($"$s = Connect-KubeApi sandbox-admin -KubeConfig $KubeConfig -Name '{Guid.NewGuid():n}' -RequestTimeout {timeout}");

        Assert.Equal(expected, shell.Get("\"$($s.RequestTimeout)\"").Single().BaseObject);
    }

    [Theory]
    [InlineData("soon")]
    [InlineData("-1")]
    [InlineData("'50 days'")]
    [InlineData("99999999")]
    [InlineData("$null")]
    public void An_invalid_time_is_refused_with_the_valid_forms(string timeout)
    {
        using var shell = sandbox.Connected();

        Assert.Contains("Use seconds (30)", shell.Fail($"Get-KubeApiObject pods -RequestTimeout {timeout}").Exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_retry_is_shown_in_verbose_output_and_a_long_one_as_progress()
    {
        using var shell = sandbox.Connected();
        sandbox.Server.Fail(new Fault { Status = 429, RetryAfter = "1", Path = "/api/v1/namespaces" });

        var result = shell.Run("Get-KubeApiObject namespaces -Verbose");

        Assert.Empty(result.Errors);
        Assert.Contains(
            result.Verbose, v => v.Contains("Retrying GET", StringComparison.Ordinal) && v.Contains("429 Too Many Requests", StringComparison.Ordinal));
        Assert.Contains(result.Progress, p => p.Contains("429 Too Many Requests", StringComparison.Ordinal));
        Assert.Equal("Done", result.Progress[^1]);
    }

    [Fact]
    public void The_error_has_the_number_of_attempts()
    {
        using var shell = sandbox.Connected();
        sandbox.Server.Fail(new Fault { Count = 50, Status = 429, RetryAfter = "0", Path = "/api/v1/namespaces/default" });

        var error = shell.Fail("Invoke-KubeApi /api/v1/namespaces/default");
        sandbox.Server.ClearFaults();

        Assert.StartsWith("TooManyRequests,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("The request was sent 11 times.", error.ErrorDetails.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_write_with_an_unknown_outcome_has_its_own_error()
    {
        using var shell = sandbox.Connected();
        sandbox.Server.Fail(new Fault { Method = "POST", Break = Break.Reset, After = true });

        var error = shell.Fail("Invoke-KubeApi POST /api/v1/namespaces -Body @{ metadata = @{ name = 'perhaps' } }");

        Assert.StartsWith("UnknownOutcome,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("read the object", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.Equal("perhaps", shell.Get("(Get-KubeApiObject ns perhaps).metadata.name").Single().BaseObject);
    }

    [Fact]
    public async Task The_proxy_of_the_environment_is_used()
    {
        await using var proxy = new TestProxy { Destination = sandbox.Server.Uri };
        using var environment = ProcessEnvironment.Proxy(proxy.Uri().AbsoluteUri);
        using var shell = sandbox.Shell();

        shell.Get($"$null = Connect-KubeApi -Uri https://kubernetes.default.svc -CA $Ca -Token $AdminToken -Name '{Guid.NewGuid():n}'");

        Assert.Equal("kubernetes.default.svc:443", proxy.Targets.First());
    }

    [Fact]
    public async Task A_pod_without_the_variables_finds_the_server_by_name()
    {
        await using var proxy = new TestProxy { Destination = sandbox.Server.Uri };
        using var environment = ProcessEnvironment.Proxy(proxy.Uri().AbsoluteUri);
        using var shell = sandbox.Shell();

        var user = shell.Get($"(Connect-KubeApi -InCluster -ServiceAccountPath $Pod -Name '{Guid.NewGuid():n}').User").Single().BaseObject;

        Assert.Equal("system:serviceaccount:default:default", user);
    }
}
