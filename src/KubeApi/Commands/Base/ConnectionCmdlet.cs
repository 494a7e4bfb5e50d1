using System.Collections;
using System.Management.Automation;
using KubeApi.Binding;
using KubeApi.Client.Configuration;

namespace KubeApi.Commands.Base;

/// <summary>A cmdlet that opens a connection: the parameters for an address and a credential, and those of every connection.</summary>
public abstract class ConnectionCmdlet : KubeApiCmdlet
{
    private protected const string KubeConfigSet = "KubeConfig";
    private protected const string UriSet = "Uri";
    private protected const string InClusterSet = "InCluster";

    private string _uri = "";
    private SecretArgument? _token;
    private string? _tokenFile;
    private bool _skipCertificateCheck;

    /// <summary>The server's address.</summary>
    [Parameter(Mandatory = true, ParameterSetName = UriSet)]
    [ValidateNotNullOrEmpty]
    public string Uri { get => _uri; set => _uri = TypedConnection(value); }

    /// <summary>A bearer token, or a script block that returns one.</summary>
    [Parameter(ParameterSetName = UriSet)]
    [SecretTransformation]
    public SecretArgument? Token { get => _token; set => _token = TypedConnection(value); }

    /// <summary>A file with a bearer token, read again when it changes.</summary>
    [Parameter(ParameterSetName = UriSet)]
    [ValidateNotNullOrEmpty]
    public string? TokenFile { get => _tokenFile; set => _tokenFile = TypedConnection(value); }

    /// <summary>The CA that signs the server's certificate: a file (PEM, one or many, or DER), PEM text, or certificates.</summary>
    [Parameter(ParameterSetName = UriSet)]
    [Alias("CA")]
    [CertificatesTransformation]
    [ValidateNotNull]
    public CertificateArgument? CertificateAuthority { get; set; }

    /// <summary>A client certificate: a PEM file, or a certificate with its key.</summary>
    [Parameter(ParameterSetName = UriSet)]
    [CertificatesTransformation]
    [ValidateNotNull]
    public CertificateArgument? ClientCertificate { get; set; }

    /// <summary>The PEM file with the client certificate's key, if it is not in the certificate's file.</summary>
    [Parameter(ParameterSetName = UriSet)]
    [ValidateNotNullOrEmpty]
    public string? ClientKey { get; set; }

    /// <summary>Do not verify the server's certificate. Not for production: an attacker in between gets the token.</summary>
    [Parameter(ParameterSetName = UriSet)]
    public SwitchParameter SkipCertificateCheck { get => _skipCertificateCheck; set => _skipCertificateCheck = TypedConnection(value); }

    /// <summary>The name to expect in the server's certificate, if it is not the host's.</summary>
    [Parameter(ParameterSetName = KubeConfigSet)]
    [Parameter(ParameterSetName = UriSet)]
    [ValidateNotNullOrEmpty]
    public string? TlsServerName { get; set; }

    /// <summary>The proxy to use.</summary>
    [Parameter(ParameterSetName = KubeConfigSet)]
    [Parameter(ParameterSetName = UriSet)]
    [ValidateNotNullOrEmpty]
    public string? ProxyUri { get; set; }

    /// <summary>The session's default namespace.</summary>
    [Parameter]
    [Alias("n")]
    [ObjectNameTransformation]
    [ValidateNotNullOrEmpty]
    public string? Namespace { get; set; }

    /// <summary>The user to impersonate.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? As { get; set; }

    /// <summary>The groups to impersonate.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[]? AsGroup { get; set; }

    /// <summary>The uid to impersonate.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? AsUid { get; set; }

    /// <summary>The extra fields to impersonate: one or more values for each key.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public IDictionary? AsExtra { get; set; }

    /// <summary>The session's name; without it the context's, or the host and port.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Name { get; set; }

    /// <summary>The time that the session waits for a response: seconds, <c>2m</c>, or a TimeSpan; 0 for no limit. Without it 100 seconds.</summary>
    [Parameter]
    [SecondsTransformation]
    public TimeSpan? RequestTimeout { get; set; }

    /// <summary>Checks a parameter while it is bound: PowerShell does not explain which parameters cannot be combined.</summary>
    private protected T TypedConnection<T>(T value) => Typed(value, _ => ConflictingParameters.FaultOfConnection(MyInvocation));

    /// <summary>The settings that replace those of the source.</summary>
    private protected ConnectionOverrides Overrides => new()
    {
        Impersonation = ImpersonationArgument.From(As, AsUid, AsGroup, AsExtra),
        TlsServerName = TlsServerName is null || System.Uri.CheckHostName(TlsServerName) != UriHostNameType.Unknown ? TlsServerName
            : throw new ArgumentException($"'{TlsServerName}' is not a host name. Use one of the names in the server's certificate as -TlsServerName."),
        Proxy = ProxyUri is null ? null : KubeApi.Client.Configuration.ProxyUri.Parse(ProxyUri, "The value of -ProxyUri"),
    };

    /// <summary>The settings with -Namespace and -RequestTimeout.</summary>
    private protected ConnectionSettings Complete(ConnectionSettings settings) =>
        settings with { Namespace = Namespace ?? settings.Namespace, RequestTimeout = RequestTimeout ?? settings.RequestTimeout };

    /// <summary>The settings of -Uri and its parameters. A token in the command line is a warning.</summary>
    private protected ConnectionSettings FromUri()
    {
        if (Token?.IsContainedIn(MyInvocation.Line) == true)
        {
            WriteWarning("The token is part of this command line and of the shell's history. Use -TokenFile, or -Token (Read-Host -AsSecureString).");
        }

        return new ParameterConnection((path, parameter) => Resolve(path, parameter))
        {
            Uri = Uri,
            Token = Token,
            TokenFile = TokenFile,
            CertificateAuthority = CertificateAuthority,
            ClientCertificate = ClientCertificate,
            ClientKey = ClientKey,
            SkipCertificateCheck = SkipCertificateCheck,
        }.ToSettings(Pipeline.HostEnvironment);
    }
}
