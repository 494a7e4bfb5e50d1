using System.Management.Automation;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;

namespace KubeApi.Tests.Module;

/// <summary>After more than a second without output, progress is shown.</summary>
public sealed class WaitingTests(SandboxFixture sandbox) : IClassFixture<SandboxFixture>
{
    [Fact]
    public void A_dead_server_shows_progress_and_its_error_describes_the_attempts()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        using var shell = sandbox.Shell();

        var result = shell.Run($"Connect-KubeApi -Uri http://127.0.0.1:{port} -RequestTimeout 5");

        Assert.Matches($@"^\d+ s, GET /version at 127.0.0.1:{port}", AssertShownAndGone(result.Bars, "Waiting for the server")[0]);
        Assert.Equal(
            $"No response to GET /version from 127.0.0.1:{port} within 5 seconds: 127.0.0.1 accepted the connection. The request was sent once.",
            Assert.Single(result.Errors).ErrorDetails.Message);
    }

    [Fact]
    public void A_pending_removal_shows_progress()
    {
        using var shell = sandbox.InNamespace();
        shell.Get(
            "$map = New-KubeApiObject @{ apiVersion = 'v1'; kind = 'ConfigMap'; metadata = @{ name = 'kept'; namespace = $ns; finalizers = "
                + "@('example.com/keep') } }");

        var result = shell.Run("$map | Remove-KubeApiObject -Wait -Timeout 5 -Confirm:$false");
        shell.Get("$null = Update-KubeApiObject configmap kept @{ metadata = @{ finalizers = $null } } -Type Merge -Namespace $ns");

        Assert.StartsWith("WaitTimeout,", Assert.Single(result.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Matches(
            @"^\d+ s; its deletion was requested, and waits for the finalizers example.com/keep$",
            AssertShownAndGone(result.Bars, "Waiting for ConfigMap/kept")[0]);
    }

    // 25 objects in 5 seconds, of 50 in all.
    [Fact]
    public void A_slow_list_shows_progress_before_its_first_page_ends()
    {
        using var shell = sandbox.Connected();
        shell.Get("$null = Get-KubeApiGroup");
        using var slow = SlowPods("\"continue\":\"more\",\"remainingItemCount\":25,");

        var result = shell.Run("Get-KubeApiObject pods -A -PageSize 25 | ForEach-Object { }");

        Assert.Empty(result.Errors);
        Assert.Contains(
            AssertShownAndGone(result.Bars, "Listing pods"), s => s.EndsWith(" of 50", StringComparison.Ordinal) && int.Parse(s.Split(' ')[0], null) < 25);
    }

    [Fact]
    public void A_list_of_unknown_length_shows_a_count()
    {
        using var shell = sandbox.Connected();
        shell.Get("$null = Get-KubeApiGroup");
        using var slow = SlowPods("");

        var result = shell.Run("Get-KubeApiObject pods -A | ForEach-Object { }");

        Assert.Empty(result.Errors);
        Assert.Contains(AssertShownAndGone(result.Bars, "Listing pods"), s => s.EndsWith(" so far", StringComparison.Ordinal));
    }

    [Fact]
    public void An_idle_watch_shows_no_progress()
    {
        using var shell = sandbox.Connected();

        var result = shell.Run("Invoke-KubeApi '/api/v1/namespaces?watch=1&timeoutSeconds=3' | Out-Null");

        Assert.Empty(result.Errors);
        Assert.Empty(result.Bars);
    }

    private static IReadOnlyList<string> AssertShownAndGone(IReadOnlyList<ProgressRecord> all, string activity)
    {
        var bars = all.Where(b => b.Activity.StartsWith(activity, StringComparison.Ordinal)).ToList();
        Assert.True(bars.Count > 1, $"{activity}: {bars.Count}");
        Assert.Equal(ProgressRecordType.Completed, bars[^1].RecordType);
        return [.. bars.SkipLast(1).Select(b => b.StatusDescription)];
    }

    private Interception SlowPods(string metadata) => new(sandbox.Server, async context =>
    {
        if (context.Request.Path != "/api/v1/pods")
        {
            return false;
        }

        var isFirst = !context.Request.Query.ContainsKey("continue");
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(
            $$$"""{"kind":"PodList","apiVersion":"v1","metadata":{{{{(isFirst ? metadata : "")}}}"resourceVersion":"1"},"items":[""");
        for (var i = 0; i < 25; i++)
        {
            await context.Response.WriteAsync(
                $$$"""{{{(i > 0 ? "," : "")}}}{"metadata":{"name":"{{{(isFirst ? "a" : "b")}}}-{{{i}}}","namespace":"default"}}""");
            await context.Response.Body.FlushAsync();
            await Task.Delay(isFirst ? 200 : 0);
        }

        await context.Response.WriteAsync("]}");
        return true;
    });
}
