using KubeApi.Binding;
using KubeApi.Client.Authentication;
using KubeApi.Client.Configuration;
using KubeApi.Client.Errors;
using KubeApi.Client.Http;
using KubeApi.Operations;
using KubeApi.Session;
using KubeApi.Tests.Client;

namespace KubeApi.Tests.Module;

/// <summary>Contexts named by -Session are connected concurrently and independently. The tests make no real connections.</summary>
public sealed class SessionResolverTests : IDisposable
{
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(30);

    private readonly string _folder = Directory.CreateTempSubdirectory("kubeapi-test-").FullName;
    private readonly string _run = Guid.NewGuid().ToString("n");
    private readonly Dictionary<string, TaskCompletionSource<KubeApiSession>> _begun = [];
    private int _connects;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Connections_start_concurrently()
    {
        var resolver = Resolver(8);
        Task<KubeApiSession?>[] finding = [Find(resolver, "a"), Find(resolver, "b"), Find(resolver, "c")];

        Assert.Equal(["a", "b", "c"], Begun());
        foreach (var name in new[] { "c", "b", "a" })
        {
            Complete(name);
        }

        Assert.Equal([Name("a"), Name("b"), Name("c")], (await Task.WhenAll(finding).WaitAsync(s_timeout)).Select(s => s!.Name));
    }

    [Fact]
    public async Task The_number_of_pending_connections_is_limited()
    {
        var resolver = Resolver(2);
        Task<KubeApiSession?>[] finding = [Find(resolver, "a"), Find(resolver, "b"), Find(resolver, "c")];

        Assert.Equal(["a", "b"], Begun());
        Complete("b");
        Assert.True(SpinWait.SpinUntil(() => Begun().Length == 3, s_timeout));
        Complete("a");
        Complete("c");

        Assert.Equal(3, (await Task.WhenAll(finding).WaitAsync(s_timeout)).Length);
    }

    [Fact]
    public async Task Each_failure_is_independent_and_starts_the_next_connection()
    {
        var resolver = Resolver(1);
        Task<KubeApiSession?>[] finding = [Find(resolver, "a"), Find(resolver, "broken"), Find(resolver, "b")];
        Begin("a").SetException(new KubeApiException(FailureKind.ConnectionFailed, "refused"));
        Assert.True(SpinWait.SpinUntil(() => Begun().Length == 2, s_timeout));
        Complete("b");

        Assert.Equal(Name("b"), (await finding[2].WaitAsync(s_timeout))!.Name);
        Assert.Equal("refused", (await Assert.ThrowsAsync<KubeApiException>(() => finding[0])).Message);
        Assert.Equal(FailureKind.InvalidConfiguration, (await Assert.ThrowsAsync<KubeApiException>(() => finding[1])).Failure);
    }

    [Fact]
    public async Task A_context_named_twice_is_connected_once()
    {
        var resolver = Resolver(8);
        Task<KubeApiSession?>[] finding = [Find(resolver, "a"), Find(resolver, "a")];
        Complete("a");

        Assert.Same(await finding[0].WaitAsync(s_timeout), await finding[1].WaitAsync(s_timeout));
        Assert.Equal(1, _connects);
    }

    [Fact]
    public async Task Names_that_differ_in_case_share_a_connection()
    {
        var resolver = Resolver(8);
        Task<KubeApiSession?>[] finding = [Find(resolver, "a"), Find(resolver, "A")];
        Complete("a");

        Assert.NotNull(await finding[1].WaitAsync(s_timeout));
        Assert.Same(await finding[0].WaitAsync(s_timeout), await finding[1].WaitAsync(s_timeout));
        Assert.Equal(1, _connects);
    }

    [Fact]
    public async Task An_unknown_name_resolves_to_nothing()
    {
        var resolver = Resolver(8);
        using var closed = Session("closed");
        closed.Dispose();

        Assert.Null(await Find(resolver, "nowhere"));
        Assert.Null(await resolver.FindAsync(new SessionArgument(closed)));
        Assert.Empty(Begun());
    }

    private SessionResolver Resolver(int maxParallel)
    {
        var file = Path.Combine(_folder, "config");
        File.WriteAllText(
            file,
            $$"""
            clusters: [{ name: x, cluster: { server: "http://127.0.0.1:1" } }, { name: broken, cluster: {} }]
            contexts:
            - { name: "{{Name("a")}}", context: { cluster: x } }
            - { name: "{{Name("b")}}", context: { cluster: x } }
            - { name: "{{Name("c")}}", context: { cluster: x } }
            - { name: "{{Name("broken")}}", context: { cluster: broken } }
            """);
        return new SessionResolver(Machine.With(_folder, ("KUBECONFIG", file)), (_, name) => () => Connect(name[_run.Length..]), maxParallel, default);
    }

    // Other tests use other session names.
    private string Name(string name) => _run + name;

    private Task<KubeApiSession?> Find(SessionResolver resolver, string name) => resolver.FindAsync(new SessionArgument(Name(name)));

    private Task<KubeApiSession> Connect(string name)
    {
        Interlocked.Increment(ref _connects);
        return Begin(name).Task;
    }

    private TaskCompletionSource<KubeApiSession> Begin(string name)
    {
        lock (_begun)
        {
            return _begun.TryGetValue(name, out var begun) ? begun : _begun[name] = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    private void Complete(string name) => Begin(name).SetResult(Session(Name(name)));

    private string[] Begun()
    {
        lock (_begun)
        {
            return [.. _begun.Keys.Order()];
        }
    }

    private static KubeApiSession Session(string name)
    {
        var settings = new ConnectionSettings
        {
            Server = new Uri("http://127.0.0.1:1"),
            Name = name,
            Source = "test",
            Credential = new AnonymousCredential("nothing"),
        };
        return new KubeApiSession(name, new ApiClient(settings)) { Namespace = "default", Authentication = "nothing", Source = "test" };
    }
}
