using KubeApi.Sandbox.Admission;
using KubeApi.Sandbox.Auth;
using KubeApi.Sandbox.Containers;
using KubeApi.Sandbox.Controllers;
using KubeApi.Sandbox.Decoding;
using KubeApi.Sandbox.Discovery;
using KubeApi.Sandbox.Faults;
using KubeApi.Sandbox.Flow;
using KubeApi.Sandbox.Http;
using KubeApi.Sandbox.Kubelet;
using KubeApi.Sandbox.Metrics;
using KubeApi.Sandbox.OpenApi;
using KubeApi.Sandbox.Ownership;
using KubeApi.Sandbox.Protocol;
using KubeApi.Sandbox.Rbac;
using KubeApi.Sandbox.Reviews;
using KubeApi.Sandbox.Runtime;
using KubeApi.Sandbox.Services;
using KubeApi.Sandbox.State;
using KubeApi.Sandbox.Store;
using KubeApi.Sandbox.Strategies;
using KubeApi.Sandbox.Streams;
using KubeApi.Sandbox.Types;
using KubeApi.Sandbox.Verbs;
using KubeApi.Sandbox.Workloads;

namespace KubeApi.Sandbox;

/// <summary>
/// The composition root: creates and connects the parts of the sandbox. Only <see cref="SandboxServer"/> has it; each part takes its dependencies.
/// </summary>
internal sealed class Cluster : IDisposable
{
    private readonly Authenticator _authenticator;
    private readonly Trickle _trickle;
    private readonly Router _router;

    public Cluster(SandboxOptions options)
    {
        Options = options;
        Clock = new SandboxClock(options.TimeProvider);
        Tls = new ServerTls(Authority, options.Certificate);
        Faults = new FaultGate(options.Faults);
        Lists = new ListGate(options.Lists);
        Flow = new FlowSettings { Watches = options.Watches, Drip = options.Drip };
        Tokens = new TokenIssuer(Clock);
        Store = new ObjectStore(options.HistoryLimit, options.HistoryBytes);
        Catalog = new ResourceCatalog(options.HasMetrics);
        Authorizer = new RbacAuthorizer(Store, Catalog);

        // Writing.
        var templates = new RecordedTemplate(Clock, Authority.Pem);
        var owners = new FieldManager(Clock);
        var rules = new ObjectRules(Clock);
        var pods = new PodAdmission(Store, Catalog, Lifetime);
        var services = new ServiceAllocator(Store, new ServiceNetwork(Store, Catalog, templates));
        var updater = new Updater(Store, owners, services);
        var deleter = new Deleter(Store, Catalog, Clock);
        var creator = new Creator(
            Store, Catalog, owners, rules, pods, new QuotaAdmission(Store, Catalog), services, Authorizer, new NamespaceLifecycle(Store, Catalog));
        _ = new CustomResourceLifecycle(Store, Catalog, Clock, owners, updater, deleter);

        // The effects of writes.
        Controllers = new ControllerLoop(
            Store, Clock, new NamespaceController(Store, Catalog, Clock, updater, deleter, templates),
            new GarbageCollector(Store, Catalog, updater, deleter, Lifetime), new RoleAggregation(Store, Catalog, updater),
            new DisruptionController(Store, Catalog, Clock, updater), new QuotaController(Store, Catalog, updater),
            new ApiServiceController(Store, Catalog, templates));
        Containers = new ContainerRuntime();
        Nodes = new NodePower(Catalog, Clock, updater);
        var workloads = new ControllerServices(Store, Catalog, Clock, Controllers, creator, updater, deleter, new EventHistory());
        Processes = new ContainerProcesses(Clock, Containers, new PodVolumes(Store, Catalog, Clock, Authority, Tokens));
        Controllers.Workloads = WorkloadControllers.Of(workloads, Containers, Processes, Nodes, TimeSpan.FromSeconds(options.Pace));
        Store.Written = Controllers.Settle;
        Clock.Due = Controllers.Settle;

        // Containers.
        var ports = new PodPorts(Processes);
        var gate = new StreamGate(Lifetime);
        Streams = new PodStreams(Store, Catalog, Clock, gate, Processes, ports);

        // Requests.
        _authenticator = new Authenticator(Store, Catalog, Access, Tokens, Authority);
        _trickle = new Trickle(Flow, options.ChunkSize);
        var bodies = new TypedBody(Catalog.Schemas);
        var changes = new Changes(Catalog, owners, bodies);
        var lists = new ListWriter(Lists, Lifetime);
        var subresources = new SubresourceVerbs(
            Store, updater, changes, new TokenRequestVerb(Store, Catalog, Clock, Tokens, owners),
            new EvictionVerb(Store, Catalog, Clock, updater, deleter),
            new PodConnectVerb(Store, Clock, Processes, gate, Authorizer, new ExecStream(Processes, gate), new PortForwardStream(gate, ports)),
            new ProxyVerb(Store, Catalog, ports));
        var verbs = new Dictionary<string, IVerb>(StringComparer.Ordinal)
        {
            ["get"] = new GetVerb(Store),
            ["list"] = new ListVerb(Store, lists),
            ["watch"] = new WatchVerb(Store, Catalog, Clock, Flow, Lifetime, options.BookmarkInterval),
            ["create"] = new CreateVerb(creator, changes),
            ["update"] = new ReplaceVerb(Store, updater, creator, changes),
            ["patch"] = new PatchVerb(Store, updater, creator, changes),
            ["delete"] = new DeleteVerb(Store, Catalog, deleter),
            ["deletecollection"] = new DeleteCollectionVerb(Store, Catalog, deleter, lists),
        };
        var reviews = new VirtualResources(Clock, owners, _authenticator, Authorizer);
        IDocument[] documents =
        [
            new DiscoveryDocuments(Catalog, options.HasMetrics), new OpenApiDocuments(Catalog), new ServerDocuments(Catalog, Tokens),
            new ControlPaths(Store, new StateWriter(Store, Catalog), Clock, Lifetime, Faults, Tls, Lists, Flow, Streams, Controllers, Nodes),
        ];
        _router = new Router(Catalog, documents, new ResourceVerbs(verbs, subresources, reviews, new MetricsVerb(Store, Catalog, Clock, lists)));

        var states = new StateLoader(Store, Catalog, owners, rules, pods, services);
        Bootstrap = new Bootstrap(Store, Catalog, Lifetime, templates, states, options);
    }

    public SandboxOptions Options { get; }

    public Lifetime Lifetime { get; } = new();

    public SandboxClock Clock { get; }

    public CertificateAuthority Authority { get; } = new();

    public ServerTls Tls { get; }

    public FaultGate Faults { get; }

    public ListGate Lists { get; }

    public FlowSettings Flow { get; }

    public AccessTokens Access { get; } = new();

    public TokenIssuer Tokens { get; }

    public ObjectStore Store { get; }

    public ResourceCatalog Catalog { get; }

    public RbacAuthorizer Authorizer { get; }

    public ControllerLoop Controllers { get; }

    public ContainerRuntime Containers { get; }

    public ContainerProcesses Processes { get; }

    public NodePower Nodes { get; }

    /// <summary>The logs, processes and connections of containers, and their faults.</summary>
    public PodStreams Streams { get; }

    public Bootstrap Bootstrap { get; }

    public RequestChain CreateChain(RequestLog log, Func<HttpContext, Task<bool>> intercept) =>
        new(log, new FaultInjection(Faults, Lifetime), intercept, _trickle, _authenticator, new Impersonation(Authorizer), Authorizer, _router);

    /// <summary>
    /// Restarts the versions, as after a restore of the storage: the objects stay, but get new versions, and the history and the watches end.
    /// </summary>
    public void RestartVersions(long first)
    {
        Store.Renumber(first);
        Lifetime.EndWatches();
    }

    public void Stop()
    {
        Lifetime.Stop();
        Processes.Dispose();
    }

    public void Dispose()
    {
        Clock.Dispose();
        Lifetime.Dispose();
        Authority.Dispose();
        Tokens.Dispose();
    }
}
