using KubeApi.Completion;
using KubeApi.Session;
using KubeApi.Tests.Client;
using KubeApi.Tests.Sandbox;
using Microsoft.AspNetCore.Http;

namespace KubeApi.Tests.Module;

/// <summary>Completed names are cached for a few seconds.</summary>
public sealed class NameCacheTests : IAsyncLifetime
{
    private readonly ManualClock _clock = new();
    private KubeApi.Sandbox.SandboxServer _server = null!; // set before any test runs
    private KubeApiSession _session = null!;

    public async Task InitializeAsync()
    {
        _server = await KubeApi.Sandbox.SandboxServer.StartAsync();
        _session = Session();
    }

    public async Task DisposeAsync()
    {
        _session.Dispose();
        await _server.DisposeAsync();
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(4, 1)]
    [InlineData(5, 2)]
    public void Names_are_requested_again_after_five_seconds(int later, int lists)
    {
        CompleteQuery("namespaces");
        _clock.Advance(TimeSpan.FromSeconds(later));
        CompleteQuery("namespaces");

        Assert.Contains("kube-system", Names(_session, "namespaces", null));
        Assert.Equal(lists, Lists("namespaces"));
    }

    [Fact]
    public void Setting_the_clock_back_does_not_extend_the_lifetime()
    {
        CompleteQuery("namespaces");
        _clock.Advance(TimeSpan.FromHours(-1));
        CompleteQuery("namespaces");

        Assert.Equal(2, Lists("namespaces"));
    }

    [Fact]
    public void Each_session_type_and_namespace_is_cached_separately()
    {
        using var other = Session();
        for (var round = 0; round < 2; round++)
        {
            Names(_session, "configmaps", "default");
            Names(_session, "configmaps", "kube-system");
            Names(_session, "configmaps", null);
            Names(_session, "services", null);
            Names(other, "configmaps", null);
        }

        Assert.Equal((4, 1), (Lists("configmaps"), Lists("services")));
    }

    [Fact]
    public void A_failed_request_is_not_cached()
    {
        Names(_session, "services", null);
        _server.Intercept = async context =>
        {
            context.Response.StatusCode = 404;
            await context.Response.WriteAsync("gone");
            return true;
        };

        Assert.Empty(Names(_session, "namespaces", null));
        _server.Intercept = null;

        Assert.Contains("kube-system", Names(_session, "namespaces", null));
    }

    [Fact]
    public void A_late_response_is_used_by_the_next_completion()
    {
        var goOn = new TaskCompletionSource();
        _server.Intercept = async context =>
        {
            if (context.Request.Path == "/api/v1/namespaces")
            {
                await goOn.Task;
            }

            return false;
        };

        Assert.Empty(Names(_session, "namespaces", null));
        Assert.Empty(Names(_session, "namespaces", null));
        goOn.SetResult();
        Assert.True(SpinWait.SpinUntil(() => CompletionCache.Of(_session).Names.Find(new NameKey("namespaces", null)) is not null, TimeSpan.FromSeconds(30)));

        Assert.Contains("kube-system", Names(_session, "namespaces", null));
        Assert.Equal(1, Lists("namespaces"));
    }

    [Fact]
    public void The_oldest_list_is_evicted_at_the_capacity()
    {
        var cache = new NameCache(_clock);
        for (var n = 0; n <= NameCache.Capacity; n++)
        {
            cache.Keep(new NameKey("pods", $"{n}"), []);
            _clock.Advance(TimeSpan.FromMilliseconds(1));
        }

        Assert.Equal(NameCache.Capacity, cache.Count);
        Assert.Null(cache.Find(new NameKey("pods", "0")));
        Assert.NotNull(cache.Find(new NameKey("pods", $"{NameCache.Capacity}")));
    }

    [Fact]
    public void Expired_lists_are_removed_from_memory()
    {
        var cache = new NameCache(_clock);
        cache.Keep(new NameKey("pods", "a"), ["x"]);
        _clock.Advance(NameCache.Lifetime);
        cache.Keep(new NameKey("pods", "b"), ["x"]);

        Assert.Equal(1, cache.Count);
    }

    private KubeApiSession Session() => new("test", TestClient.Admin(_server), _clock) { Namespace = "default", Authentication = "token", Source = "test" };

    // A query may take longer than completion waits for it.
    private void CompleteQuery(string resource) => Assert.True(SpinWait.SpinUntil(
        () => Names(_session, resource, null).Any() && CompletionCache.Of(_session).Names.Find(new NameKey(resource, null)) is not null,
        TimeSpan.FromMinutes(1)));

    private int Lists(string resource) => _server.Requests.Count(r => r.PathAndQuery.Split('?')[0].EndsWith("/" + resource, StringComparison.Ordinal));

    private static IEnumerable<string> Names(KubeApiSession session, string resource, string? @namespace) =>
        NameQuery.Run([session], resource, _ => @namespace);
}
