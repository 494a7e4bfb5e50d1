using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using KubeApi.Benchmarks.Children;
using KubeApi.Client.Configuration;
using KubeApi.Client.Http;

namespace KubeApi.Benchmarks.Servers;

/// <summary>A plain HttpClient that shares only the address and the credential with the module.</summary>
internal static class RawHttp
{
    public static HttpClient Create(WorkSpec spec)
    {
        var settings = Target.Read(spec.KubeConfig);
        var handler = spec.OwnConnections ? HttpPipeline.Transport(settings, settings.ClientCertificate?.Current) : Handler(spec, settings);
        var http = new HttpClient(handler)
        {
            BaseAddress = settings.Server,
            DefaultRequestVersion = Version.Parse(spec.HttpVersion),
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Timeout = Timeout.InfiniteTimeSpan,
        };
        http.DefaultRequestHeaders.TryAddWithoutValidation("User-Agent", "KubeApi");
        http.DefaultRequestHeaders.TryAddWithoutValidation("Accept", spec.Accept);
        if (settings.Credential.GetAsync(null, default).AsTask().GetAwaiter().GetResult().Authorization is { } authorization)
        {
            http.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", authorization);
        }

        return http;
    }

    private static SocketsHttpHandler Handler(WorkSpec spec, ConnectionSettings settings)
    {
        var handler = new SocketsHttpHandler
        {
            UseCookies = false,
            AutomaticDecompression = spec.Gzip ? DecompressionMethods.GZip : DecompressionMethods.None,
        };
        if (settings.CertificateAuthorities is { } authorities)
        {
            handler.SslOptions.CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                RevocationMode = X509RevocationMode.NoCheck,
            };
            handler.SslOptions.CertificateChainPolicy.CustomTrustStore.AddRange(authorities);
        }

        if (settings.ClientCertificate?.Current is { } client)
        {
            handler.SslOptions.ClientCertificateContext = SslStreamCertificateContext.Create(client.Certificate, client.Chain, offline: true);
        }

        return handler;
    }
}
