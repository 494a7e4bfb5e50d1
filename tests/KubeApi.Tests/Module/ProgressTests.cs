using System.Management.Automation;
using KubeApi.Sandbox;
using KubeApi.Session;
using Microsoft.AspNetCore.Http;

namespace KubeApi.Tests.Module;

/// <summary>The progress of long lists: one bar per session, which is removed however the list ends.</summary>
public sealed class ProgressTests : IAsyncLifetime
{
    private readonly string _a = "a-" + Guid.NewGuid().ToString("n");
    private readonly string _b = "b-" + Guid.NewGuid().ToString("n");
    private SandboxServer _server = null!; // set before any test runs
    private ModuleShell _shell = null!;

    public async Task InitializeAsync()
    {
        _server = await SandboxServer.StartAsync(new SandboxOptions { LoadPods = 3_000 });
        using var shell = new ModuleShell(("KubeConfig", _server.KubeConfigPath));
        KubeApiSession Connect(string context, string name, double seconds) =>
            Timed((KubeApiSession)shell.Get($"Connect-KubeApi {context} -KubeConfig $KubeConfig -Name {name}")[0].BaseObject, seconds);

        // Each read of its clock advances it by a second, or by a hundredth of one.
        _shell = new ModuleShell(
            ("a", Connect("sandbox-certificate", _a, 1)), ("b", Connect("sandbox-admin", _b, 1)), ("Quick", Connect("sandbox-admin", "quick-" + _b, 0.01)));
        _shell.Get("$null = Get-KubeApiGroup -Session $a,$b,$Quick; $null = Select-KubeApiSession $b");
    }

    public async Task DisposeAsync()
    {
        _shell.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public void No_progress_is_shown_with_SilentlyContinue()
    {
        Assert.Empty(_shell.Run("$ProgressPreference = 'SilentlyContinue'; Get-KubeApiObject pods -A | ForEach-Object { }").Bars);
    }

    [Theory]
    [InlineData("Get-KubeApiObject pods -A -Session $Quick")]
    [InlineData("Get-KubeApiObject pods -A -PageSize 0 -Session $Quick")]
    [InlineData("Get-KubeApiObject namespaces")]
    public void A_short_list_shows_no_progress(string list) =>
        Assert.DoesNotContain(_shell.Run($"{list} | ForEach-Object {{ }}").Bars, b => b.Activity.StartsWith("Listing", StringComparison.Ordinal));

    [Theory]
    [InlineData("foreach ($once in 1) { $n = 0; Get-KubeApiObject pods -A | ForEach-Object { if ($n++ -eq 700) { break } } }")]
    [InlineData("$n = 0; Get-KubeApiObject pods -A | ForEach-Object { if ($n++ -eq 700) { throw 'enough' } }")]
    [InlineData("$n = 0; Get-KubeApiObject pods -A -Session $a,$b | ForEach-Object { if ($n++ -eq 1700) { throw 'enough' } }")]
    public void The_bar_is_removed_when_the_pipeline_stops_early(string script) => AssertGone(_shell.Run(script).Bars);

    [Fact]
    public void The_bar_is_removed_when_the_list_fails()
    {
        FailSecondPages(_ => true);

        AssertGone(_shell.Run("Get-KubeApiObject pods -A -Session $b | ForEach-Object { }").Bars);
    }

    [Fact]
    public async Task The_bar_is_removed_on_Ctrl_C()
    {
        var second = new TaskCompletionSource();
        _server.Intercept = async context =>
        {
            if (!context.Request.Query.ContainsKey("continue"))
            {
                return false;
            }

            second.TrySetResult();
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
            return true;
        };
        var read = (System.Runtime.CompilerServices.StrongBox<int>)_shell.Get(
            "$read = [Runtime.CompilerServices.StrongBox[int]]::new(); , $read")[0].BaseObject;
        var running = Task.Run(() => _shell.Run("Get-KubeApiObject pods -A | ForEach-Object { $read.Value++ }"));
        await second.Task;
        // The bar is written before the wait for the second page begins.
        Assert.True(SpinWait.SpinUntil(() => Volatile.Read(ref read.Value) == 500 && _shell.ProgressCount > 0, TimeSpan.FromSeconds(30)));

        _shell.Stop();

        AssertGone((await running.WaitAsync(TimeSpan.FromSeconds(30))).Bars);
    }

    [Fact]
    public void Each_session_has_its_own_named_bar()
    {
        var result = _shell.Run("Get-KubeApiObject pods -A -Session $a,$b | ForEach-Object { }");

        Assert.Empty(result.Errors);
        var bars = result.Bars.Where(b => b.Activity.StartsWith("Listing", StringComparison.Ordinal)).ToList();
        AssertGone(bars);
        Assert.Equal(
            [$"Listing pods ({_a})", $"Listing pods ({_b})"],
            bars.GroupBy(b => b.ActivityId).Select(g => Assert.Single(g.Select(b => b.Activity).Distinct())).Order());
        foreach (var bar in bars.GroupBy(b => b.ActivityId))
        {
            string[] pages = ["500 of 3000", "1000 of 3000", "1500 of 3000", "2000 of 3000", "2500 of 3000", "3000 of 3000"];
            // A slow machine shows intermediate states, too.
            Assert.Equal(pages, bar.Select(b => b.StatusDescription).Intersect(pages));
        }
    }

    [Fact]
    public void The_bar_of_a_failed_session_is_removed_while_the_others_continue()
    {
        var failed = new TaskCompletionSource();
        FailSecondPages(context => context.Request.Headers.Authorization.Count == 0, failed);
        // The second page of the other session arrives after the failure.
        var fail = _server.Intercept!;
        _server.Intercept = async context => await fail(context) || (context.Request.Query.ContainsKey("continue") && await WaitForAsync(failed.Task));

        var bars = _shell.Run("Get-KubeApiObject pods -A -Session $a,$b | ForEach-Object { }").Bars;

        AssertGone(bars);
        var first = bars.Where(b => b.Activity.Contains(_a, StringComparison.Ordinal)).ToList();
        Assert.Equal(["500 of 3000", "500 of 500"], first.Select(b => b.StatusDescription).TakeLast(2));
    }

    private static KubeApiSession Timed(KubeApiSession session, double seconds) =>
        new(session.Name, session.Client, new SlowClock(TimeSpan.FromSeconds(seconds)))
        {
            Namespace = session.Namespace,
            Authentication = session.Authentication,
            Source = session.Source,
        };

    private void FailSecondPages(Func<HttpContext, bool> matches, TaskCompletionSource? failed = null) => _server.Intercept = async context =>
    {
        if (!context.Request.Query.ContainsKey("continue") || !matches(context))
        {
            return false;
        }

        context.Response.StatusCode = 404;
        context.Response.ContentType = "text/html";
        await context.Response.WriteAsync("gone");
        failed?.TrySetResult();
        return true;
    };

    private static async Task<bool> WaitForAsync(Task task)
    {
        await task.WaitAsync(TimeSpan.FromSeconds(30));
        return false;
    }

    private static void AssertGone(IReadOnlyList<ProgressRecord> bars)
    {
        Assert.NotEmpty(bars);
        Assert.All(bars.GroupBy(b => b.ActivityId), activity =>
        {
            Assert.Equal(ProgressRecordType.Completed, activity.Last().RecordType);
            Assert.All(activity.SkipLast(1), b => Assert.Equal(ProgressRecordType.Processing, b.RecordType));
        });
    }
}
