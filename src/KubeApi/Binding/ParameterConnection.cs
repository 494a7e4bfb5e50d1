using System.Security.Cryptography.X509Certificates;
using System.Text;
using KubeApi.Client.Authentication;
using KubeApi.Client.Configuration;
using KubeApi.Client.Errors;
using KubeApi.Session;

namespace KubeApi.Binding;

/// <summary>A connection from parameters alone: address, trust and credential.</summary>
/// <param name="resolve">Converts a PowerShell path, the value of a parameter, to a path of the file system.</param>
internal sealed class ParameterConnection(Func<string, string, string> resolve)
{
    public required string Uri { get; init; }

    public SecretArgument? Token { get; init; }

    public string? TokenFile { get; init; }

    public CertificateArgument? CertificateAuthority { get; init; }

    public CertificateArgument? ClientCertificate { get; init; }

    public string? ClientKey { get; init; }

    public bool SkipCertificateCheck { get; init; }

    /// <exception cref="KubeApiException">The parameters contradict each other, or a file cannot be read.</exception>
    public ConnectionSettings ToSettings(HostEnvironment environment)
    {
        var server = ServerUri.Parse(Uri, "The value of -Uri");
        if (Token is not null && TokenFile is not null)
        {
            throw Invalid("Use either -Token or -TokenFile, not both.");
        }

        if (SkipCertificateCheck && CertificateAuthority is not null)
        {
            throw Invalid("Use either -CertificateAuthority or -SkipCertificateCheck, not both: the latter verifies nothing.");
        }

        if (!ServerUri.IsSecure(server) && (Token is not null || TokenFile is not null || ClientCertificate is not null))
        {
            throw Invalid($"Cannot send a credential to '{server}' over plain http, in clear text. A proxy such as kubectl proxy adds its own credential.");
        }

        List<string> warnings = [];
        return SystemTrust.Apply(
            new ConnectionSettings
            {
                Server = server,
                Name = server.Authority,
                Source = "parameters",
                Credential = Credential(server),
                ClientCertificate = ReadClientCertificate(),
                CertificateAuthorities = CertificateAuthority is null ? null
                    : CertificateAuthority.Certificates ?? ReadAuthorities(CertificateAuthority, warnings),
                CertificateAuthorityFile = CertificateAuthority is { Path: { } authority, Pem: null } ? resolve(authority, nameof(CertificateAuthority)) : null,
                CertificateAuthoritySource = CertificateAuthority is null ? null : $"-CertificateAuthority ({CertificateAuthority})",
                SkipCertificateCheck = SkipCertificateCheck && ServerUri.IsSecure(server),
                Warnings = warnings,
            },
            environment);
    }

    private X509Certificate2Collection ReadAuthorities(CertificateArgument authority, List<string> warnings) => authority.Pem is { } pem
        ? CertificateBundle.Parse(Encoding.UTF8.GetBytes(pem), "The value of -CertificateAuthority", warnings)
        : CertificateBundle.ReadFile(resolve(authority.Path!, nameof(CertificateAuthority)), warnings);

    private ICredential Credential(Uri server) =>
        Token is { Script: { } script } ? new ScriptTokenCredential(script)
        : Token is not null ? new TokenCredential(Token.Reveal())
        : TokenFile is not null ? new TokenFileCredential(resolve(TokenFile, nameof(TokenFile)))
        : new AnonymousCredential(!ServerUri.IsSecure(server) ? "the proxy" : AnonymousCredential.Nothing);

    private IClientCertificateSource? ReadClientCertificate()
    {
        if (ClientCertificate is null)
        {
            return ClientKey is null ? null : throw Invalid("-ClientKey requires -ClientCertificate.");
        }

        if (ClientCertificate.Certificates is { } certificates)
        {
            return KubeApi.Client.Authentication.ClientCertificate.From(certificates);
        }

        var path = resolve(ClientCertificate.Path!, nameof(ClientCertificate));
        return new ClientCertificateFiles(path, ClientKey is null ? path : resolve(ClientKey, nameof(ClientKey)));
    }

    private static KubeApiException Invalid(string message) => new(FailureKind.InvalidConfiguration, message);
}
