using KubeApi.Client.Authentication;
using KubeApi.Client.Http;
using KubeApi.Client.Requests;
using KubeApi.Client.Watching;
using KubeApi.Tests.Sandbox;
using Microsoft.AspNetCore.Http;

namespace KubeApi.Tests.Client.Watching;

/// <summary>Watches of a server that restarts, or whose tokens are rotated.</summary>
public sealed class WatchRecoveryTests : OwnSandboxTests
{
    private const string ConfigMaps = "/api/v1/namespaces/default/configmaps";

    private static readonly ApiResource s_configMaps = new() { Name = "configmaps", Kind = "ConfigMap", Group = "", Version = "v1", Namespaced = true };

    [Theory]
    [InlineData(true)] // The new token is there before the old one is refused.
    [InlineData(false)] // The kubelet is late.
    public async Task A_rotated_token_does_not_interrupt_a_watch(bool isEarly)
    {
        using var folder = new Exec.PluginFolder();
        var file = folder.In("token");
        string[] tokens = ["", ""];
        await Admin.PostAsync("/api/v1/namespaces/default/serviceaccounts", Sample.Named("watcher"));
        await Admin.PostAsync("/apis/rbac.authorization.k8s.io/v1/clusterrolebindings", """
            {"apiVersion":"rbac.authorization.k8s.io/v1","kind":"ClusterRoleBinding","metadata":{"name":"watcher"},
            "subjects":[{"kind":"ServiceAccount","name":"watcher","namespace":"default"}],
            "roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"ClusterRole","name":"cluster-admin"}}
            """);
        for (var i = 0; i < tokens.Length; i++)
        {
            tokens[i] = Server.CreateServiceAccountToken("default", "watcher", TimeSpan.FromHours(i + 1));
        }

        await File.WriteAllTextAsync(file, tokens[0]);
        var refusals = 0;
        await RunAsync(new TokenFileCredential(file), async observed =>
        {
            Server.Intercept = async context =>
            {
                if (context.Request.Headers.Authorization != $"Bearer {tokens[0]}")
                {
                    return false;
                }

                // The file changes between two requests, unseen.
                if (Interlocked.Increment(ref refusals) == (isEarly ? 1 : 3))
                {
                    await File.WriteAllTextAsync(file, tokens[1]);
                }

                context.Response.StatusCode = 401;
                await context.Response.WriteAsync("""{"kind":"Status","apiVersion":"v1","status":"Failure","reason":"Unauthorized","code":401}""");
                return true;
            };
            Server.EndWatches();
            await Admin.PostAsync(ConfigMaps, Sample.Named("late"));
            await observed(s => s.ContainsKey("late"));
        });
        Assert.Equal(isEarly ? 1 : 3, refusals);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(1000)] // Restored from a backup.
    [InlineData(2_000_000_000)]
    public async Task A_restarted_server_is_watched_again(int? firstVersion)
    {
        Server.RestartVersions(1_000_000);
        await Admin.PostAsync(ConfigMaps, Sample.Named("gone"));
        await RunAsync(null, async observed =>
        {
            await observed(s => s.ContainsKey("gone"));
            // A server that starts is reachable only with its new versions.
            Server.Intercept = context =>
            {
                context.Response.StatusCode = 503;
                return Task.FromResult(true);
            };
            await Server.RestartAsync();
            if (firstVersion is { } version)
            {
                Server.RestartVersions(version);
            }

            Server.Intercept = null;

            await Admin.DeleteAsync($"{ConfigMaps}/gone");
            await Admin.PostAsync(ConfigMaps, Sample.Named("late"));
            await observed(s => s.ContainsKey("late") && !s.ContainsKey("gone"));
        });
    }

    // Observes the watch of a client, until the test is done with it.
    private async Task RunAsync(ICredential? credential, Func<Func<Func<IReadOnlyDictionary<string, string>, bool>, Task>, Task> test)
    {
        using var client = new ApiClient(TestClient.Settings(Server, credential));
        using var end = new CancellationTokenSource();
        var state = new WatchedState();
        var watching = Task.Run(async () =>
        {
            await foreach (var e in ObjectWatch.RunAsync(
                client, s_configMaps, "default", new ListOptions(), marksLists: false, state, new FastClock(), end.Token))
            {
                state.Apply(e);
            }
        });
        await Admin.PostAsync(ConfigMaps, Sample.Named("first"));
        await state.UntilAsync(s => s.ContainsKey("first"), watching);
        // Not in the list, so the watch is open.
        await Admin.PostAsync(ConfigMaps, Sample.Named("second"));
        await state.UntilAsync(s => s.ContainsKey("second"), watching);

        await test(condition => state.UntilAsync(condition, watching));

        await end.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => watching);
        Assert.Empty(state.Faults);
    }
}
