using System.Management.Automation;
using KubeApi.Binding;
using KubeApi.Client.Configuration;

namespace KubeApi.Commands.Base;

/// <summary>A cmdlet that can open a connection by the server's address and explicit credentials.</summary>
public abstract class UriConnectionCmdlet : ConnectionCmdlet
{
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
    public SwitchParameter SkipCertificateCheck { get; set; }

    /// <summary>The settings of -Uri and its parameters. A token in the command line is a warning.</summary>
    private protected ConnectionSettings FromUri()
    {
        if (Token?.IsContainedIn(MyInvocation.Line) == true)
        {
            WriteWarning("The token is part of this command line and of the shell's history. Use -TokenFile, or -Token (Read-Host -AsSecureString).");
        }

        return new ParameterConnection(Resolve)
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
