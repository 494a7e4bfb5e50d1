using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Net;
using KubeApi.Binding;
using KubeApi.Client.Proxying;
using KubeApi.Commands.Base;
using KubeApi.Completion;
using KubeApi.Operations;
using KubeApi.Session;

namespace KubeApi.Commands;

/// <summary>Starts a local HTTP server that forwards requests to the API server with the session's credential, as kubectl proxy does.</summary>
[Cmdlet(VerbsLifecycle.Start, "KubeApiProxy")]
[OutputType(typeof(KubeApiProxy))]
public sealed class StartKubeApiProxyCommand : KubeApiCmdlet
{
    private static readonly ApiProxyOptions s_defaults = new();

    /// <summary>The local port; 0 for a free one.</summary>
    [Parameter(Position = 0)]
    [Alias("p")]
    [ValidateRange(0, ushort.MaxValue)]
    public int Port { get; set; } = 8001;

    /// <summary>The local address. With a non-loopback address, everyone who can reach it can use the session.</summary>
    [Parameter]
    [AddressTransformation]
    [ValidateNotNull]
    public IPAddress Address { get; set; } = s_defaults.Address;

    /// <summary>Regular expressions of hosts that requests may name.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] AcceptHosts { get; set; } = [.. s_defaults.AcceptHosts];

    /// <summary>Regular expressions of paths that are forwarded.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] AcceptPaths { get; set; } = [.. s_defaults.AcceptPaths];

    /// <summary>Regular expressions of paths that are refused.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] RejectPaths { get; set; } = [.. s_defaults.RejectPaths];

    /// <summary>Regular expressions of methods that are refused.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] RejectMethods { get; set; } = [.. s_defaults.RejectMethods];

    /// <summary>The path under which the API is served.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string ApiPrefix { get; set; } = s_defaults.ApiPrefix;

    /// <summary>Refuse every request that may change something.</summary>
    [Parameter]
    public SwitchParameter ReadOnly { get; set; }

    /// <summary>A folder whose files are served too.</summary>
    [Parameter]
    [Alias("w")]
    [ValidateNotNullOrEmpty]
    public string? StaticPath { get; set; }

    /// <summary>The path under which the files are served.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string StaticPrefix { get; set; } = s_defaults.StaticPrefix;

    /// <summary>The session to use, its name, or the name of a kubeconfig context. Without it, the current session.</summary>
    [Parameter]
    [SessionTransformation]
    [ArgumentCompleter(typeof(SessionOrContextCompleter))]
    [ValidateNotNull]
    public SessionArgument? Session { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        var session = new SessionScope(Pipeline, Session is null ? null : [Session], null, needsCurrent: true).Only("A proxy");
        var options = new ApiProxyOptions
        {
            Address = Address,
            Port = Port,
            AcceptHosts = AcceptHosts,
            AcceptPaths = AcceptPaths,
            RejectPaths = RejectPaths,
            RejectMethods = RejectMethods,
            ApiPrefix = ApiPrefix,
            IsReadOnly = ReadOnly,
            ActsAs = session.ActsAs,
            StaticPath = StaticPath is null ? null : Resolve(StaticPath, nameof(StaticPath)),
            StaticPrefix = StaticPrefix,
        };
        var owner = Runspace.DefaultRunspace.InstanceId;
        var proxy = SessionStore.Proxies.Add(id => new KubeApiProxy(id, session, new ApiProxy(session.Client, options), options) { Owner = owner });
        if (!IPAddress.IsLoopback(Address))
        {
            WriteWarning(
                $"The proxy listens on {proxy.Address}, over plain http: everyone who can reach port {proxy.Port} of this machine, with a host name that "
                    + $"-AcceptHosts allows, acts as '{session.ActsAs ?? session.User ?? session.Name}' at {session.Server}.");
        }

        WriteObject(proxy);
    }
}
