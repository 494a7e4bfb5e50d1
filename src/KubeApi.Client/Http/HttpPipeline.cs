using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using System.Text;
using KubeApi.Client.Authentication;
using KubeApi.Client.Configuration;

namespace KubeApi.Client.Http;

/// <summary>Assembles the handlers that every request and every upgrade passes, top to bottom.</summary>
internal static class HttpPipeline
{
    public static HttpMessageInvoker Create(ConnectionSettings settings, HttpMessageHandler? transport = null) =>
        new(
            new FailureHandler(
            new RetryHandler(
            new ImpersonationHandler(settings.Impersonation, settings.Server,
            new AuthenticationHandler(Credential(settings), settings.Server,
            new ObserverHandler(
            new FaultHandler(settings.Proxy,
            new ServerNameHandler(settings.TlsServerName,
            transport ?? new StreamTransport(
                new CertificateTransport(certificate => Transport(settings, certificate)),
                new CertificateTransport(certificate => Transport(settings, certificate, isForStreams: true)))))))))));

    private static ICredential Credential(ConnectionSettings settings) =>
        settings.ClientCertificate is { } source ? new CertificateCredential(source, settings.Credential) : settings.Credential;

    internal static SocketsHttpHandler Transport(ConnectionSettings settings, ClientCertificate? certificate, bool isForStreams = false) => new()
    {
        // A redirect would send the request to an address that the user did not choose.
        AllowAutoRedirect = false,
        UseCookies = false,
        AutomaticDecompression = settings.DisableCompression || settings.Server.IsLoopback ? DecompressionMethods.None : DecompressionMethods.GZip,
        ConnectTimeout = settings.ConnectTimeout,
        // Renewed connections follow DNS changes.
        PooledConnectionLifetime = TimeSpan.FromMinutes(10),
        PooledConnectionIdleTimeout = TimeSpan.FromMinutes(2),
        // Otherwise disposing an unfinished HTTP/1.1 response keeps its connection busy for two seconds.
        MaxResponseDrainSize = 0,
        ConnectCallback = isForStreams ? KeptAliveConnection.OpenForStreamAsync : KeptAliveConnection.OpenAsync,
        // Names of users and groups may be in any script; other headers are ASCII.
        RequestHeaderEncodingSelector = (name, _) => name.StartsWith("Impersonate-", StringComparison.Ordinal) ? Encoding.UTF8 : null,
        // The environment is already resolved; .NET would resolve it again, by its own rules.
        UseProxy = settings.Proxy is not null,
        Proxy = settings.Proxy is { } proxy ? ProxyUri.ToWebProxy(proxy) : null,
        SslOptions = Tls(settings, certificate),
    };

    private static SslClientAuthenticationOptions Tls(ConnectionSettings settings, ClientCertificate? certificate)
    {
        var options = new SslClientAuthenticationOptions
        {
            EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
            RemoteCertificateValidationCallback = new ServerCertificateCheck(settings).Validate,
        };
        if (certificate is { } client)
        {
            options.ClientCertificateContext = SslStreamCertificateContext.Create(client.Certificate, client.Chain, offline: true);
        }

        return options;
    }
}
