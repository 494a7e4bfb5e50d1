using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;

namespace KubeApi.Tests.Module;

/// <summary>Watch-KubeApiObject over a server that disturbs its watches.</summary>
public sealed class WatchObjectTests(SandboxFixture sandbox) : IClassFixture<SandboxFixture>
{
    [SandboxFact]
    public void A_disturbed_watch_loses_no_change_and_says_how_it_was_resumed()
    {
        using var shell = sandbox.InNamespace(inside: true);
        shell.Get("$null = New-KubeApiObject @{ apiVersion = 'v1'; kind = 'ConfigMap'; metadata = @{ name = 'a' } } -n $ns");
        var failures = new ConcurrentQueue<(int Code, string Reason)>([(410, "Expired"), (429, "TooManyRequests"), (500, "InternalError"), (410, "Expired")]);
        using var disturbance = new Interception(sandbox.Server, async context =>
        {
            if (!context.Request.Query.ContainsKey("watch") || !failures.TryDequeue(out var failure))
            {
                return false;
            }

            context.Response.StatusCode = failure.Code;
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync(
                $$"""{"kind":"Status","apiVersion":"v1","status":"Failure","reason":"{{failure.Reason}}","message":"disturbed.","code":{{failure.Code}}}""");
            return true;
        });

        var result = shell.Run("""
            Watch-KubeApiObject cm a -n $ns -Verbose -Timeout 120 -Until { $_.Type -eq 'Deleted' } | ForEach-Object {
                "$($_.Type)"
                switch ("$($_.Type)") {
                    Added { $null = Update-KubeApiObject cm a @{ data = @{ x = '1' } } -n $ns }
                    Modified { Remove-KubeApiObject cm a -n $ns -Force }
                }
            }
            """);

        Assert.Empty(result.Errors);
        Assert.Equal("Added Modified Deleted", string.Join(' ', result.Output));
        Assert.Empty(failures);
        Assert.Equal(2, result.Verbose.Count(v => v.Contains("listing again", StringComparison.Ordinal)));
        Assert.Equal(2, result.Verbose.Count(v => v.Contains("was interrupted (disturbed)", StringComparison.Ordinal)));
    }

    [SandboxFact]
    public async Task The_first_change_of_an_existing_object_has_differences_with_NewOnly()
    {
        using var shell = ShellWithConfigMap("known");

        var result = await RunAsync(
            shell,
            """
            Watch-KubeApiObject cm known -n $ns -NewOnly -IncludeChange -Until { $true } -Timeout 120 |
                ForEach-Object { "$($_.Type) $($_.Change.Path) $($_.Change.Before) $($_.Change.After)" }
            """,
            "$null = Update-KubeApiObject cm known @{ data = @{ x = '2' } } -n $ns");

        Assert.Empty(result.Errors);
        Assert.Equal("Modified data.x 1 2", string.Join(' ', result.Output));
    }

    [SandboxTheory]
    [InlineData("cm here, none -n $ns", "^ConfigMap/none .* does not exist yet; waiting for it.$")]
    [InlineData("cm none -A -NewOnly", "^ConfigMap/none does not exist in any namespace yet; waiting for it.$")]
    public async Task A_named_object_that_does_not_exist_is_a_warning(string arguments, string warning)
    {
        using var shell = ShellWithConfigMap("here");

        var result = await RunAsync(
            shell,
            $"Watch-KubeApiObject {arguments} -Until {{ $_.Name -eq 'none' }} -Timeout 120",
            "$null = New-KubeApiObject @{ apiVersion = 'v1'; kind = 'ConfigMap'; metadata = @{ name = 'none' } } -n $ns");

        shell.Get("Remove-KubeApiObject cm none -n $ns -Force");
        Assert.Equal("Added ConfigMap/none", $"{result.Output[^1]}");
        Assert.Matches(warning, Assert.Single(result.Warnings));
    }

    [SandboxFact]
    public async Task Events_are_exported_by_name()
    {
        using var shell = ShellWithConfigMap("known");

        var result = await RunAsync(
            shell,
            """
            $e = Watch-KubeApiObject cm known -n $ns -NewOnly -IncludeChange -Until { $true } -Timeout 120
            $json = $e | Select-Object Type, Session, Change | ConvertTo-Json -Depth 3 | ConvertFrom-Json
            "$($json.Type) $($json.Change[0].Change) $($e.Time.Kind)"
            $json.Session -ceq (Get-KubeApiSession -Current).Name
            ($e | ConvertTo-Csv | ConvertFrom-Csv).Change -like 'data.x: 1 → 2 (*)'
            $e.Type -eq 'modified'
            """,
            "$null = Update-KubeApiObject cm known @{ data = @{ x = '2' } } -n $ns");

        Assert.Empty(result.Errors);
        Assert.Equal(["Modified Changed Local", "True", "True", "True"], result.Output.Select(o => $"{o}"));
    }

    [SandboxFact]
    public void The_end_of_the_pipeline_ends_the_request()
    {
        using var shell = sandbox.InNamespace(inside: true);

        shell.Get("$null = Watch-KubeApiObject namespace $ns | Select-Object -First 1");

        Assert.True(SpinWait.SpinUntil(() => sandbox.Server.OpenRequests == 0, TimeSpan.FromSeconds(30)));
    }

    // Changes something as soon as the existing objects are listed and the watch begins.
    private ModuleShell ShellWithConfigMap(string name)
    {
        var shell = sandbox.InNamespace(inside: true);
        shell.Get($"$null = New-KubeApiObject @{{ apiVersion = 'v1'; kind = 'ConfigMap'; metadata = @{{ name = '{name}' }}; data = @{{ x = '1' }} }} -n $ns");
        return shell;
    }

    private async Task<ShellResult> RunAsync(ModuleShell shell, string script, string change)
    {
        var ns = shell.Get("$ns")[0];
        var watched = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var interception = new Interception(sandbox.Server, context =>
        {
            if (context.Request.Query.ContainsKey("watch"))
            {
                watched.TrySetResult();
            }

            return Task.FromResult(false);
        });
        var changing = Task.Run(async () =>
        {
            await watched.Task;
            using var other = sandbox.ToCluster();
            other.Get($"$ns = '{ns}'; {change}");
        });
        var result = shell.Run(script);
        await changing;
        return result;
    }
}
