using System.Management.Automation;
using System.Runtime.CompilerServices;
using KubeApi.Binding;
using KubeApi.Client.Authentication.Exec;
using KubeApi.Client.Configuration;
using KubeApi.Commands.Base;
using KubeApi.Completion;
using KubeApi.Operations;
using KubeApi.Provider;
using KubeApi.Session;
using KubeApi.WarmUp;

namespace KubeApi.Commands;

/// <summary>Connects to an API server, and makes the session the current one of this runspace.</summary>
[Cmdlet(VerbsCommunications.Connect, "KubeApi", DefaultParameterSetName = KubeConfigSet)]
[OutputType(typeof(KubeApiSession))]
public sealed class ConnectKubeApiCommand : ConnectionCmdlet
{
    // In a box: with a field of the client's value type, Import-Module would load the client.
    private readonly StrongBox<ExecPluginPolicy> _execPluginPolicy = new();
    private string? _context;
    private string[]? _kubeConfig;

    /// <summary>The context of the kubeconfig; without it, the current one.</summary>
    [Parameter(Position = 0, ParameterSetName = KubeConfigSet)]
    [ArgumentCompleter(typeof(ContextCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Context { get => _context; set => _context = TypedConnection(value); }

    /// <summary>Kubeconfig files, instead of the default ones.</summary>
    [Parameter(ParameterSetName = KubeConfigSet)]
    [ValidateNotNullOrEmpty]
    public string[]? KubeConfig { get => _kubeConfig; set => _kubeConfig = TypedConnection(value); }

    /// <summary>The cluster of the kubeconfig to use instead of the context's.</summary>
    [Parameter(ParameterSetName = KubeConfigSet)]
    [ArgumentCompleter(typeof(ClusterCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Cluster { get; set; }

    /// <summary>The user of the kubeconfig to use instead of the context's.</summary>
    [Parameter(ParameterSetName = KubeConfigSet)]
    [ArgumentCompleter(typeof(UserCompleter))]
    [ValidateNotNullOrEmpty]
    public string? User { get; set; }

    /// <summary>The policy for the exec plugins of a kubeconfig.</summary>
    [Parameter(ParameterSetName = KubeConfigSet)]
    public ExecPluginPolicy ExecPluginPolicy { get => _execPluginPolicy.Value; set => _execPluginPolicy.Value = value; }

    /// <summary>The plugins that the policy AllowList allows: names of programs in the PATH, or full paths.</summary>
    [Parameter(ParameterSetName = KubeConfigSet)]
    [ValidateNotNullOrEmpty]
    public string[]? ExecPluginAllowList { get; set; }

    /// <summary>Connect as the pod in which PowerShell runs.</summary>
    [Parameter(Mandatory = true, ParameterSetName = InClusterSet)]
    public SwitchParameter InCluster { get; set; }

    /// <summary>The folder with the service account's token, ca.crt and namespace.</summary>
    [Parameter(ParameterSetName = InClusterSet)]
    [ValidateNotNullOrEmpty]
    public string ServiceAccountPath { get; set; } = InClusterConfiguration.DefaultFolder;

    /// <summary>Create the drive <c>k8s:</c> for the session, replacing an older one.</summary>
    [Parameter]
    public SwitchParameter Drive { get; set; }

    /// <inheritdoc/>
    protected override void Begin()
    {
        // A context keeps its name: it may contain such characters, and -Session finds it by the exact name first.
        if (Name is not null && WildcardPattern.ContainsWildcardCharacters(Name))
        {
            throw new ArgumentException($"The name of a session has no wildcard characters (* ? [ ]), because -Session takes patterns: '{Name}'.");
        }

        ListWarmUp.Begin();
    }

    /// <inheritdoc/>
    protected override void End()
    {
        var overrides = Overrides with { Cluster = Cluster, User = User };
        var settings = ParameterSetName switch
        {
            UriSet => overrides.ApplyTo(FromUri()),
            InClusterSet => overrides.ApplyTo(InClusterConfiguration.Read(Pipeline.HostEnvironment, Resolve(ServiceAccountPath, nameof(ServiceAccountPath)))),
            _ => FromKubeConfig(overrides),
        };
        SessionStore.Current = new SessionOpener(Pipeline).Open(Complete(settings), Name);
        WriteObject(SessionStore.Current);
        if (Drive)
        {
            KubeApiDrive.MakeDefault(SessionState);
        }
    }

    private ConnectionSettings FromKubeConfig(ConnectionOverrides overrides) => new KubeConfigConnection
    {
        Context = Context,
        Files = KubeConfig?.Select(f => Resolve(f, nameof(KubeConfig))).ToList(),
        Plugins = new ExecPluginRule(ExecPluginPolicy, ExecPluginAllowList),
    }.ToSettings(Pipeline.HostEnvironment, overrides);
}
