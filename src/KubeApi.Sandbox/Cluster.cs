using System.Security.Cryptography;
using KubeApi.Sandbox.Auth;
using KubeApi.Sandbox.Controllers;
using KubeApi.Sandbox.CustomResources;
using KubeApi.Sandbox.Discovery;
using KubeApi.Sandbox.Errors;
using KubeApi.Sandbox.Faults;
using KubeApi.Sandbox.Flow;
using KubeApi.Sandbox.Kubelet;
using KubeApi.Sandbox.Rbac;
using KubeApi.Sandbox.Services;
using KubeApi.Sandbox.Store;
using KubeApi.Sandbox.Streams;
using KubeApi.Sandbox.Workloads;
using Microsoft.AspNetCore.Http;

namespace KubeApi.Sandbox;

/// <summary>The state that all parts of the sandbox share.</summary>
internal sealed class Cluster : IDisposable
{
    private CancellationTokenSource _stopping = new();

    public Cluster(SandboxOptions options)
    {
        Options = options;
        Clock = new SandboxClock(options.TimeProvider);
        Tls = new ServerTls(Authority, options.Certificate);
        Faults = new FaultGate(options.Faults);
        Lists = new ListGate(options.Lists);
        Watches = options.Watches;
        Drip = options.Drip;
        Tokens = new TokenIssuer(Time);
        Store = new ObjectStore(options.HistoryLimit, options.HistoryBytes);
        Catalog = new ResourceCatalog(options.HasMetrics);
        Services = new ServiceAllocator(this);
        Authorizer = new RbacAuthorizer(Store, Catalog);
        Namespaces = new NamespaceLifecycle(this);
        CustomResources = new CustomResourceLifecycle(this);
        Escalation = new EscalationGuard(this);
        Controllers = new ControllerLoop(
            Store, new NamespaceController(this), new GarbageCollector(this), new RoleAggregation(this), new DisruptionController(this),
            new QuotaController(this), new ApiServiceController(this))
        {
            Clock = Clock,
            Workloads = WorkloadControllers.Of(this),
        };
        Store.Written = Controllers.Settle;
        Processes = new ContainerProcesses(this);
        Ports = new PodPorts(this);
        Streams = new StreamGate(() => Stopping);
        Clock.Due = Controllers.Settle;
    }

    public SandboxOptions Options { get; }

    public SandboxClock Clock { get; }

    public TimeProvider Time => Clock;

    public CertificateAuthority Authority { get; } = new();

    public ServerTls Tls { get; }

    public FaultGate Faults { get; }

    public ListGate Lists { get; }

    /// <summary>When watches end early.</summary>
    public WatchFlow Watches { get; set; }

    /// <summary>How the bodies of responses drip; null for full speed.</summary>
    public Drip? Drip { get; set; }

    public TokenIssuer Tokens { get; }

    public ObjectStore Store { get; }

    public ServiceAllocator Services { get; }

    public ResourceCatalog Catalog { get; }

    public RbacAuthorizer Authorizer { get; }

    public NamespaceLifecycle Namespaces { get; }

    public CustomResourceLifecycle CustomResources { get; }

    public EscalationGuard Escalation { get; }

    public ControllerLoop Controllers { get; }

    public ContainerRuntime Containers { get; } = new();

    public ContainerProcesses Processes { get; }

    public PodPorts Ports { get; }

    /// <summary>The open streams of pods, and their faults.</summary>
    public StreamGate Streams { get; }

    /// <summary>The nodes whose kubelet does not respond.</summary>
    public HashSet<string> DeadNodes { get; } = new(StringComparer.Ordinal);

    public EventHistory Events { get; } = new();

    /// <summary>Whether the initial objects are being loaded.</summary>
    public bool IsLoading { get; set; }

    public string AdminToken { get; } = "sandbox-admin-" + RandomNumberGenerator.GetHexString(32, lowercase: true);

    public string ViewerToken { get; } = "sandbox-viewer-" + RandomNumberGenerator.GetHexString(32, lowercase: true);

    /// <summary>Ends watches when the server stops.</summary>
    public CancellationToken Stopping => _stopping.Token;

    public string Now => Timestamp(Time.GetUtcNow());

    public static string Timestamp(DateTimeOffset moment) =>
        moment.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);

    public void Stop()
    {
        _stopping.Cancel();
        Processes.Dispose();
    }

    /// <summary>Ends the watches, as a restarting server does.</summary>
    public void EndWatches() => Interlocked.Exchange(ref _stopping, new CancellationTokenSource()).Cancel();

    /// <summary>When the watch of this request ends: by its header, or by the general setting.</summary>
    public WatchFlow WatchesOf(HttpRequest request)
    {
        try
        {
            return request.Headers["Sandbox-Watches"].ToString() is { Length: > 0 } own ? WatchFlow.Parse(own) : Watches;
        }
        catch (FormatException exception)
        {
            throw ApiErrors.BadRequest(exception.Message);
        }
    }

    /// <summary>
    /// Restarts the versions, as after a restore of the storage: the objects stay, but get new versions, and the history and the watches end.
    /// </summary>
    public void RestartVersions(long first)
    {
        Store.Renumber(first);
        EndWatches();
    }

    public void Dispose()
    {
        Clock.Dispose();
        _stopping.Dispose();
        Authority.Dispose();
        Tokens.Dispose();
    }
}
