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
                $$"""{"kind":"Status","apiVersion":"v1","status":"Failure","reason":"{{failure.Reason}}","message":"disturbed","code":{{failure.Code}}}""");
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
    public void The_end_of_the_pipeline_ends_the_request()
    {
        using var shell = sandbox.InNamespace(inside: true);

        shell.Get("$null = Watch-KubeApiObject namespace $ns | Select-Object -First 1");

        Assert.True(SpinWait.SpinUntil(() => sandbox.Server.OpenRequests == 0, TimeSpan.FromSeconds(30)));
    }
}
