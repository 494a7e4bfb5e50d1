using System.Net;
using KubeApi.Sandbox.Auth;
using KubeApi.Sandbox.Faults;
using KubeApi.Sandbox.Flow;
using KubeApi.Sandbox.Http;
using KubeApi.Sandbox.Protocol;
using KubeApi.Sandbox.Streams;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace KubeApi.Sandbox;

/// <summary>A Kubernetes API server in memory, for tests, tours and benchmarks. README.md next to this file has a map of its source.</summary>
public sealed class SandboxServer : IAsyncDisposable
{
    private readonly Cluster _cluster;
    private readonly SandboxFolder _folder;
    private readonly RequestLog _log;
    private WebApplication _app;
    private bool _isDisposed;

    private SandboxServer(Cluster cluster, SandboxFolder folder)
    {
        _cluster = cluster;
        _folder = folder;
        _log = new RequestLog();
        Streams = cluster.Streams;
        _app = Build(cluster.Options.Port, cluster.Options.ProxyPort);
    }

    /// <summary>The address over TLS: `https://127.0.0.1:PORT`.</summary>
    public Uri Uri { get; private set; } = null!;

    /// <summary>The plain http address without credentials, like a `kubectl proxy` of the admin: `http://127.0.0.1:PORT`.</summary>
    public Uri ProxyUri { get; private set; } = null!;

    /// <summary>The folder with all files a client may need; removed with the server.</summary>
    public string Folder => _folder.Path;

    /// <summary>A kubeconfig with the contexts sandbox-admin (current), sandbox-viewer, sandbox-certificate and sandbox-anonymous.</summary>
    public string KubeConfigPath => _folder.KubeConfig;

    /// <summary>The PEM file of the CA.</summary>
    public string CertificateAuthorityPath => _folder.Authority;

    /// <summary>A folder with token, ca.crt and namespace, like that of a pod with the service account default/default.</summary>
    public string ServiceAccountPath => _folder.ServiceAccount;

    /// <summary>The PEM file of an admin's client certificate.</summary>
    public string ClientCertificatePath => _folder.ClientCertificate;

    /// <summary>The PEM file of the key to <see cref="ClientCertificatePath"/>.</summary>
    public string ClientKeyPath => _folder.ClientKey;

    /// <summary>The token of the user admin, which has all permissions.</summary>
    public string AdminToken => _cluster.Access.Admin;

    /// <summary>The token of the user viewer, which has only granted permissions.</summary>
    public string ViewerToken => _cluster.Access.Viewer;

    /// <summary>The last requests, oldest first, including those still open.</summary>
    public IReadOnlyList<SandboxRequest> Requests => _log.Snapshot();

    /// <summary>The number of open requests.</summary>
    public int OpenRequests => _log.Open;

    /// <summary>Intercepts every request before authentication; returns true if it has handled it.</summary>
    public Func<HttpContext, Task<bool>>? Intercept { get; set; }

    /// <summary>The flow of lists from now on.</summary>
    public ListFlow Lists
    {
        get => _cluster.Lists.Flow;
        set => _cluster.Lists.Flow = value;
    }

    /// <summary>Whether the controllers are held: until then, namespaces stay terminating, and dependents outlive their owners.</summary>
    public bool AreControllersHeld
    {
        get => _cluster.Controllers.IsHeld;
        set => _cluster.Controllers.IsHeld = value;
    }

    /// <summary>Whether the controllers of workloads, the scheduler and the kubelet are paused. They catch up when it becomes false.</summary>
    public bool AreWorkloadsHeld
    {
        get => _cluster.Controllers.AreWorkloadsHeld;
        set => _cluster.Controllers.AreWorkloadsHeld = value;
    }

    /// <summary>When watches end early, for new watches.</summary>
    public WatchFlow Watches
    {
        get => _cluster.Flow.Watches;
        set => _cluster.Flow.Watches = value;
    }

    /// <summary>The logs, processes and connections of containers, and their faults.</summary>
    public PodStreams Streams { get; }

    /// <summary>How the bodies of responses drip from now on; null for full speed.</summary>
    public Drip? Drip
    {
        get => _cluster.Flow.Drip;
        set => _cluster.Flow.Drip = value;
    }

    /// <summary>The pending faults.</summary>
    public IReadOnlyList<Fault> Faults => _cluster.Faults.Snapshot();

    /// <summary>Starts listening.</summary>
    /// <exception cref="IOException">A requested port is in use, the folder cannot be written, or the state cannot be read.</exception>
    /// <exception cref="InvalidDataException">The state contains an invalid object.</exception>
    public static async Task<SandboxServer> StartAsync(SandboxOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new SandboxOptions();
        var cluster = new Cluster(options);
        // Loaded objects do not run before clients can read them unchanged.
        cluster.Controllers.AreWorkloadsHeld = options.AreWorkloadsHeld || options.AreControllersHeld;
        cluster.Bootstrap.Run();
        if (options.FirstVersion > 1)
        {
            cluster.Store.Renumber(options.FirstVersion);
        }

        cluster.Controllers.IsHeld = options.AreControllersHeld;
        cluster.Controllers.AreWorkloadsHeld = options.AreWorkloadsHeld;
        var server = new SandboxServer(cluster, new SandboxFolder(options.Folder, options.KubeConfig));
        try
        {
            await server._app.StartAsync(cancellationToken).ConfigureAwait(false);
            server.ReadAddresses();
            server._folder.Write(cluster.Authority, cluster.Access, server.Uri, server.CreateServiceAccountToken("default", "default", TimeSpan.FromDays(1)));
            return server;
        }
        catch
        {
            await server.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Creates a token like a TokenRequest, with any lifetime, even an expired one.</summary>
    /// <exception cref="ArgumentException">The service account does not exist.</exception>
    public string CreateServiceAccountToken(string @namespace, string name, TimeSpan? lifetime = null)
    {
        var account = _cluster.Store.Get(_cluster.Catalog.ServiceAccounts, @namespace, name)
            ?? throw new ArgumentException($"There is no service account {name} in namespace {@namespace}.", nameof(name));
        return _cluster.Tokens.Issue(account, [Auth.TokenIssuer.Issuer], _cluster.Clock.GetUtcNow() + (lifetime ?? TimeSpan.FromHours(1)));
    }

    /// <summary>A client certificate of the sandbox's CA and its key, both PEM.</summary>
    public (string Certificate, string Key) CreateClientCertificate(string user, params IReadOnlyList<string> groups) =>
        _cluster.Authority.IssueClient(user, groups);

    /// <summary>A client certificate that expires at a time, which may be up to an hour ago.</summary>
    public (string Certificate, string Key) CreateClientCertificate(string user, DateTimeOffset expires, params IReadOnlyList<string> groups) =>
        _cluster.Authority.IssueClient(user, expires, groups);

    /// <summary>Advances the clock. Everything due until then happens in order before it returns.</summary>
    /// <exception cref="ArgumentException">The time is longer than a year, or the clock would be a century ahead.</exception>
    public void Advance(TimeSpan time) => _cluster.Clock.Advance(time);

    /// <summary>Kills the containers of a pod, or one of them. They restart by the policy of the pod.</summary>
    /// <exception cref="ArgumentException">The pod or the container does not exist, or is not running.</exception>
    public void KillPod(string @namespace, string name, string? container = null, int exitCode = 137) =>
        Streams.Kill(@namespace, name, container, exitCode);

    /// <summary>Stops the kubelet of a node: the node becomes NotReady, and five minutes later its pods are evicted.</summary>
    /// <exception cref="ArgumentException">The node does not exist.</exception>
    public void KillNode(string name) => _cluster.Nodes.SetAlive(name, isAlive: false);

    /// <summary>Starts the kubelet of a node again.</summary>
    /// <inheritdoc cref="KillNode"/>
    public void ReviveNode(string name) => _cluster.Nodes.SetAlive(name, isAlive: true);

    /// <summary>Drops the history: earlier continue tokens and resource versions get a 410.</summary>
    public void ExpireHistory() => _cluster.Store.Compact();

    /// <summary>Ends the open watches, as a restarting server does.</summary>
    public void EndWatches() => _cluster.Lifetime.EndWatches();

    /// <summary>
    /// Restarts the versions at a number and ends the watches, as after a restore of a cluster's storage: the objects stay; earlier versions get a 410, later
    /// ones are too large.
    /// </summary>
    public void RestartVersions(long first) => _cluster.RestartVersions(first);

    /// <summary>Adds a fault for the next matching requests.</summary>
    public void Fail(Fault fault) => _cluster.Faults.Add(fault);

    /// <summary>Clears all faults, and releases stalled requests.</summary>
    public void ClearFaults() => _cluster.Faults.Clear();

    /// <inheritdoc cref="PodStreams.OnExec"/>
    public void OnExec(Func<ContainerProcess, Task<int>?> handler) => Streams.OnExec(handler);

    /// <summary>Presents a new certificate to new connections; open ones keep theirs.</summary>
    public void Present(CertificateKind kind) => _cluster.Tls.Present(kind);

    /// <summary>Stops listening, drops the connections, and listens again on the same ports, with the same objects.</summary>
    public async Task RestartAsync(TimeSpan pause = default)
    {
        _cluster.Lifetime.EndWatches();
        await StopListeningAsync().ConfigureAwait(false);
        await Task.Delay(pause).ConfigureAwait(false);
        _app = Build(Uri.Port, ProxyUri.Port);
        await _app.StartAsync().ConfigureAwait(false);
    }

    /// <summary>Empties <see cref="Requests"/>.</summary>
    public void ClearRequests() => _log.Clear();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        _cluster.Stop();
        await StopListeningAsync().ConfigureAwait(false);
        _folder.Dispose();
        _cluster.Dispose();
    }

    private async Task StopListeningAsync()
    {
        using (var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(2)))
        {
            await _app.StopAsync(timeout.Token).ConfigureAwait(false);
        }

        await _app.DisposeAsync().ConfigureAwait(false);
    }

    private WebApplication Build(int port, int proxyPort)
    {
        // The empty builder reads no files, environment or command line, and does not log.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton<IHostLifetime, QuietLifetime>();
        builder.Services.AddSingleton<TimeProvider>(_cluster.Clock);
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = Body.Limit;
            // No minimum rate: a client may be stopped in a debugger.
            kestrel.Limits.MinResponseDataRate = null;
            kestrel.Limits.MinRequestBodyDataRate = null;
            kestrel.Listen(IPAddress.Loopback, port, endpoint =>
            {
                endpoint.Protocols = HttpProtocols.Http1AndHttp2;
                endpoint.Use(next => connection => PlainTextGuard.InvokeAsync(connection, next));
                endpoint.UseHttps(new TlsHandshakeCallbackOptions { OnConnection = _ => ValueTask.FromResult(_cluster.Tls.Options()) });
            });
            kestrel.Listen(IPAddress.Loopback, proxyPort, endpoint => endpoint.Protocols = HttpProtocols.Http1);
        });
        var app = builder.Build();
        _cluster.CreateChain(_log, context => Intercept?.Invoke(context) ?? Task.FromResult(false)).Assemble(app);
        return app;
    }

    private void ReadAddresses()
    {
        var addresses = _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Select(address => new Uri(address))
            .ToList();
        Uri = addresses.First(address => address.Scheme == Uri.UriSchemeHttps);
        ProxyUri = addresses.First(address => address.Scheme == Uri.UriSchemeHttp);
    }
}
