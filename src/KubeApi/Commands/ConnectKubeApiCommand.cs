using System.Collections;
using System.Management.Automation;
using KubeApi.Binding;
using KubeApi.Client.Authentication.Exec;
using KubeApi.Client.Configuration;
using KubeApi.Commands.Base;
using KubeApi.Completion;
using KubeApi.Session;
using KubeApi.WarmUp;

namespace KubeApi.Commands;

/// <summary>Connects to an API server, and makes the session the current one of this runspace.</summary>
[Cmdlet(VerbsCommunications.Connect, "KubeApi", DefaultParameterSetName = KubeConfigSet)]
[OutputType(typeof(KubeApiSession))]
public sealed class ConnectKubeApiCommand : KubeApiCmdlet
{
    private const string KubeConfigSet = "KubeConfig";
    private const string UriSet = "Uri";
    private const string InClusterSet = "InCluster";

    /// <summary>The context of the kubeconfig; without it, the current one.</summary>
    [Parameter(Position = 0, ParameterSetName = KubeConfigSet)]
    [ArgumentCompleter(typeof(ContextCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Context { get; set; }

    /// <summary>Kubeconfig files, instead of the default ones.</summary>
    [Parameter(ParameterSetName = KubeConfigSet)]
    [ValidateNotNullOrEmpty]
    public string[]? KubeConfig { get; set; }

    /// <summary>Another cluster of the kubeconfig than the context's.</summary>
    [Parameter(ParameterSetName = KubeConfigSet)]
    [ArgumentCompleter(typeof(ClusterCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Cluster { get; set; }

    /// <summary>Another user of the kubeconfig than the context's.</summary>
    [Parameter(ParameterSetName = KubeConfigSet)]
    [ArgumentCompleter(typeof(UserCompleter))]
    [ValidateNotNullOrEmpty]
    public string? User { get; set; }

    /// <summary>Which plugins of a kubeconfig may be run.</summary>
    [Parameter(ParameterSetName = KubeConfigSet)]
    public ExecPluginPolicy ExecPluginPolicy { get; set; }

    /// <summary>The plugins that may be run under the policy AllowList: names to look for on the PATH, or full paths.</summary>
    [Parameter(ParameterSetName = KubeConfigSet)]
    [ValidateNotNullOrEmpty]
    public string[]? ExecPluginAllowList { get; set; }

    /// <summary>The server's address.</summary>
    [Parameter(Mandatory = true, ParameterSetName = UriSet)]
    [ValidateNotNullOrEmpty]
    public string Uri { get; set; } = "";

    /// <summary>A bearer token, or a script block that returns one.</summary>
    [Parameter(ParameterSetName = UriSet)]
    [SecretTransformation]
    public SecretArgument? Token { get; set; }

    /// <summary>A file with a bearer token, read again when it changes.</summary>
    [Parameter(ParameterSetName = UriSet)]
    [ValidateNotNullOrEmpty]
    public string? TokenFile { get; set; }

    /// <summary>The CA that signs the server's certificate: a file (PEM, one or many, or DER), or certificates.</summary>
    [Parameter(ParameterSetName = UriSet)]
    [Alias("CA")]
    [ValidateNotNull]
    public CertificateArgument? CertificateAuthority { get; set; }

    /// <summary>A client certificate: a PEM file, or a certificate with its key.</summary>
    [Parameter(ParameterSetName = UriSet)]
    [ValidateNotNull]
    public CertificateArgument? ClientCertificate { get; set; }

    /// <summary>The PEM file with the client certificate's key, where it is not in the certificate's file.</summary>
    [Parameter(ParameterSetName = UriSet)]
    [ValidateNotNullOrEmpty]
    public string? ClientKey { get; set; }

    /// <summary>The name to expect in the server's certificate, where it is not the host's.</summary>
    [Parameter(ParameterSetName = KubeConfigSet)]
    [Parameter(ParameterSetName = UriSet)]
    [ValidateNotNullOrEmpty]
    public string? TlsServerName { get; set; }

    /// <summary>The proxy to go through.</summary>
    [Parameter(ParameterSetName = KubeConfigSet)]
    [Parameter(ParameterSetName = UriSet)]
    [ValidateNotNullOrEmpty]
    public string? ProxyUri { get; set; }

    /// <summary>Do not check the server's certificate. Never in real use: a man in the middle gets the token.</summary>
    [Parameter(ParameterSetName = UriSet)]
    public SwitchParameter SkipCertificateCheck { get; set; }

    /// <summary>Connect as the pod that this runs in.</summary>
    [Parameter(Mandatory = true, ParameterSetName = InClusterSet)]
    public SwitchParameter InCluster { get; set; }

    /// <summary>The folder with the service account's token, ca.crt and namespace.</summary>
    [Parameter(ParameterSetName = InClusterSet)]
    [ValidateNotNullOrEmpty]
    public string ServiceAccountPath { get; set; } = InClusterConfiguration.DefaultFolder;

    /// <summary>The namespace that is meant where none is given.</summary>
    [Parameter]
    [Alias("n")]
    [ObjectNameTransformation]
    [ValidateNotNullOrEmpty]
    public string? Namespace { get; set; }

    /// <summary>The user to act as, instead of the one that authenticates.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? As { get; set; }

    /// <summary>The groups to act with.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[]? AsGroup { get; set; }

    /// <summary>The uid to act with.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? AsUid { get; set; }

    /// <summary>The extra fields to act with: a value or several by key.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public IDictionary? AsExtra { get; set; }

    /// <summary>The session's name; without it the context's, or the host and port.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Name { get; set; }

    /// <summary>How long the session waits for the server to answer: seconds, <c>2m</c>, or a TimeSpan; 0 for no limit. Without it 100 seconds.</summary>
    [Parameter]
    [SecondsTransformation]
    public TimeSpan? RequestTimeout { get; set; }

    /// <inheritdoc/>
    protected override void Begin() => ListWarmUp.Begin();

    /// <inheritdoc/>
    protected override void End()
    {
        var overrides = new ConnectionOverrides
        {
            Cluster = Cluster,
            User = User,
            Impersonation = ImpersonationArgument.From(As, AsUid, AsGroup, AsExtra),
            TlsServerName = TlsServerName,
            Proxy = ProxyUri is null ? null : KubeApi.Client.Configuration.ProxyUri.Parse(ProxyUri, "The value of -ProxyUri"),
        };
        var settings = ParameterSetName switch
        {
            UriSet => overrides.ApplyTo(FromParameters()),
            InClusterSet => overrides.ApplyTo(InClusterConfiguration.Read(HostEnvironment, Resolve(ServiceAccountPath))),
            _ => FromKubeConfig(overrides),
        };
        settings = settings with { Namespace = Namespace ?? settings.Namespace, RequestTimeout = RequestTimeout ?? settings.RequestTimeout };
        SessionStore.Current = Connect(settings, Name);
        WriteObject(SessionStore.Current);
    }

    private ConnectionSettings FromKubeConfig(ConnectionOverrides overrides) => new KubeConfigConnection
    {
        Context = Context,
        Files = KubeConfig?.Select(Resolve).ToList(),
        Plugins = new ExecPluginRule(ExecPluginPolicy, ExecPluginAllowList),
    }.ToSettings(HostEnvironment, overrides);

    private ConnectionSettings FromParameters()
    {
        WarnIfTokenIsInHistory();
        return new ParameterConnection(Resolve)
        {
            Uri = Uri,
            Token = Token,
            TokenFile = TokenFile,
            CertificateAuthority = CertificateAuthority,
            ClientCertificate = ClientCertificate,
            ClientKey = ClientKey,
            SkipCertificateCheck = SkipCertificateCheck,
        }.ToSettings(HostEnvironment);
    }

    private void WarnIfTokenIsInHistory()
    {
        if (Token?.StandsIn(MyInvocation.Line) == true)
        {
            WriteWarning("The token stands in this command line, and so in the shell's history. Use -TokenFile, or -Token (Read-Host -AsSecureString).");
        }
    }

    private string Resolve(string path) => SessionState.Path.GetUnresolvedProviderPathFromPSPath(path);
}
