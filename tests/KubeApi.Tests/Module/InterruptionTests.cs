using System.Collections.Concurrent;
using System.Management.Automation;
using System.Text.RegularExpressions;
using KubeApi.Sandbox;
using KubeApi.Session;
using KubeApi.Tests.Sandbox;
using Microsoft.AspNetCore.Http;

namespace KubeApi.Tests.Module;

/// <summary>Waits and watches that lose their server or their credential report that the state is unknown.</summary>
public sealed class InterruptionTests : IAsyncLifetime
{
    private readonly ManualClock _clock = new();
    private readonly List<ModuleShell> _shells = [];
    private SandboxServer _server = null!; // set before any test runs
    private volatile int _watches;
    private volatile int _refusals;
    private volatile bool _isRefused;
    private volatile bool _isLogRefused;
    private volatile int _lines;
    private CancellationTokenSource _cut = new();

    public async Task InitializeAsync()
    {
        _server = await SandboxServer.StartAsync();
        _server.Intercept = async context =>
        {
            if (context.Request.Path.Value!.EndsWith("/log", StringComparison.Ordinal))
            {
                await SendLogAsync(context);
                return true;
            }

            if (_isRefused)
            {
                (context.Response.StatusCode, context.Response.ContentType) = (401, "application/json");
                await context.Response.WriteAsync(
                    """{"kind":"Status","apiVersion":"v1","status":"Failure","message":"Unauthorized","reason":"Unauthorized","code":401}""");
                Interlocked.Increment(ref _refusals);
            }
            else if (context.Request.Query.ContainsKey("watch"))
            {
                Interlocked.Increment(ref _watches);
            }

            return _isRefused;
        };
        var shell = Shell();
        shell.Get("""
            $null = New-KubeApiObject @{ apiVersion = 'v1'; kind = 'ConfigMap'; metadata = @{ name = 'there'; namespace = 'default' }; data = @{ a = '1' } }
            $null = New-KubeApiObject @{ apiVersion = 'v1'; kind = 'ConfigMap'; metadata = @{ name = 'kept'; namespace = 'default'; finalizers = @('a.b/c') } }
            """);
    }

    public async Task DisposeAsync()
    {
        _shells.ForEach(s => s.Dispose());
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task A_state_is_unknown_once_the_credential_is_refused()
    {
        var waits = await RunAsync(
            "Wait-KubeApiObject cm late -n default -For Exists -Timeout 10",
            "Remove-KubeApiObject cm kept -n default -Wait -Timeout 10");
        _isRefused = true;
        while (_refusals < 2)
        {
            _server.EndWatches();
            await Task.Delay(50);
        }

        var errors = (await Task.WhenAll(waits)).Select(r => Assert.Single(r.Errors)).ToList();

        Assert.All(errors, e =>
        {
            Assert.StartsWith("WaitTimeout,", e.FullyQualifiedErrorId, StringComparison.Ordinal);
            Assert.Contains("is unknown after 10 seconds: no changes have been received since 2", e.ErrorDetails.Message, StringComparison.Ordinal);
            Assert.Contains("the server rejected the credential (token): Unauthorized", e.ErrorDetails.Message, StringComparison.Ordinal);
            Assert.Contains(" The last known state: ", e.ErrorDetails.Message, StringComparison.Ordinal);
            Assert.Contains("Get a new one and connect again", e.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        });
        Assert.EndsWith("NotFound: it does not exist.", errors[0].ErrorDetails.Message, StringComparison.Ordinal);
        Assert.Contains("a.b/c", errors[1].ErrorDetails.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_interruption_is_a_warning_and_at_the_end_an_error()
    {
        var running = await RunAsync(
            "Wait-KubeApiObject cm there -n default -For data.a=2 -Timeout 15",
            "Watch-KubeApiObject ns -NewOnly -Timeout 15",
            "Wait-KubeApiObject cm -l a=b -n default -Timeout 15");
        await _server.DisposeAsync();
        while (!running.TrueForAll(r => r.IsCompleted))
        {
            _clock.Advance(TimeSpan.FromSeconds(5));
            await Task.Delay(100);
        }

        var results = await Task.WhenAll(running);

        Assert.All(
            results, r => Assert.StartsWith("Disconnected from the server since 2", Assert.Single(r.Warnings), StringComparison.Ordinal));
        Assert.Equal(["WaitTimeout", "StreamBroken", "WaitTimeout"], results.Select(r => Id(Assert.Single(r.Errors))));
        var (wait, watch) = (results[0].Errors[0].ErrorDetails, results[1].Errors[0].ErrorDetails);
        Assert.EndsWith("The last known state: data.a is '1'.", wait.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("-Timeout", wait.RecommendedAction, StringComparison.Ordinal);
        Assert.StartsWith("The watch of namespaces ended while it was disconnected: events since 2", watch.Message, StringComparison.Ordinal);
        Assert.All(results, r => Assert.Contains($"{_server.Uri.Port}", r.Errors[0].ErrorDetails.Message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_progress_of_an_interrupted_wait_has_no_outdated_state()
    {
        var running = Assert.Single(await RunAsync("Wait-KubeApiObject cm there -n default -For data.a=2 -Timeout 200"));
        await _server.DisposeAsync();
        while (!running.IsCompleted)
        {
            _clock.Advance(TimeSpan.FromSeconds(5));
            await Task.Delay(50);
        }

        var states = (await running).Bars.Select(b => b.StatusDescription).ToList();

        Assert.Contains(states, s => Regex.IsMatch(s, @"; disconnected since 2\d{3}-.*, before that data\.a is '1'$"));
    }

    [Fact]
    public async Task A_lasting_interruption_of_a_followed_log_alone_is_a_warning()
    {
        var shell = Shell();
        var seen = (ConcurrentQueue<string>)shell.Get("""
            $null = New-KubeApiObject @{ apiVersion = 'v1'; kind = 'Pod'; metadata = @{ name = 'noisy' }
                spec = @{ containers = @(@{ name = 'app'; image = 'x' }) } } -n default
            $seen = [Collections.Concurrent.ConcurrentQueue[string]]::new(); , $seen
            """)[^1].BaseObject;
        var following = Task.Run(() => shell.Run("Get-KubeApiLog noisy -n default -Follow 3>&1 | ForEach-Object { $seen.Enqueue($_) }"));
        while (seen.IsEmpty)
        {
            await Task.Delay(50);
        }

        await CutAsync();
        await SeeAsync(2);
        _isLogRefused = false;
        await SeeAsync(3);
        await CutAsync();
        await SeeAsync(4);
        shell.Stop();
        await following;

        Assert.Equal("line 1|line 2", $"{seen.ElementAt(0)}|{seen.ElementAt(2)}");
        Assert.All(
            [seen.ElementAt(1), seen.ElementAt(3)], w => Assert.StartsWith("Disconnected from the log of noisy/app since 2", w, StringComparison.Ordinal));

        async Task CutAsync()
        {
            _isLogRefused = true;
            await _cut.CancelAsync();
            _cut = new CancellationTokenSource();
        }

        async Task SeeAsync(int count)
        {
            while (seen.Count < count)
            {
                _clock.Advance(TimeSpan.FromSeconds(1));
                await Task.Delay(50);
            }
        }
    }

    private async Task SendLogAsync(HttpContext context)
    {
        if (_isLogRefused)
        {
            (context.Response.StatusCode, context.Response.ContentType) = (500, "application/json");
            await context.Response.WriteAsync("""{"kind":"Status","apiVersion":"v1","status":"Failure","message":"dial tcp: connection refused","code":500}""");
            return;
        }

        context.Response.ContentType = "text/plain";
        await context.Response.WriteAsync(string.Concat(
            Enumerable.Range(1, Interlocked.Increment(ref _lines)).Select(n => $"2026-11-23T18:50:{n:00}Z line {n}\n")));
        await context.Response.Body.FlushAsync();
        await Task.Delay(Timeout.Infinite, _cut.Token).ContinueWith(_ => { }, TaskScheduler.Default);
        context.Abort();
    }

    private static string Id(ErrorRecord error) => error.FullyQualifiedErrorId.Split(',')[0];

    // Returns when all watches have been requested.
    private async Task<List<Task<ShellResult>>> RunAsync(params string[] scripts)
    {
        var shells = scripts.Select(_ => Shell()).ToList();
        List<Task<ShellResult>> running = [.. scripts.Zip(shells, (script, shell) => Task.Run(() => shell.Run(script)))];
        while (_watches < scripts.Length)
        {
            await Task.Delay(50);
        }

        return running;
    }

    private ModuleShell Shell()
    {
        var shell = new ModuleShell(("KubeConfig", _server.KubeConfigPath));
        _shells.Add(shell);
        var session = (KubeApiSession)shell.Get($"Connect-KubeApi sandbox-admin -KubeConfig $KubeConfig -Name i{Guid.NewGuid():n}")[0].BaseObject;
        var timed = new ModuleShell(("Session", new KubeApiSession(session.Name, session.Client, _clock)
        {
            Namespace = session.Namespace,
            Authentication = session.Authentication,
            Source = session.Source,
        }));
        _shells.Add(timed);
        timed.Get("$null = Get-KubeApiGroup -Session $Session; $null = Select-KubeApiSession $Session");
        return timed;
    }
}
