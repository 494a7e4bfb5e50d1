using System.Buffers;
using System.Diagnostics;
using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using KubeApi.Benchmarks.Servers;

namespace KubeApi.Benchmarks.Children;

/// <summary>The physical limit: HttpClient, headers first, the body to nowhere; the next page is asked for when the head of this one has come.</summary>
internal sealed class RawWork : IWork
{
    private const int HeadSize = 16 * 1024;

    private readonly WorkSpec _spec;
    private readonly HttpClient _http;

    public RawWork(WorkSpec spec)
    {
        _spec = spec;
        var settings = Target.Read(spec.KubeConfig);
        var handler = new SocketsHttpHandler
        {
            UseCookies = false,
            AutomaticDecompression = spec.Gzip ? DecompressionMethods.GZip : DecompressionMethods.None,
        };
        if (settings.CertificateAuthorities is { } authorities)
        {
            handler.SslOptions.CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            handler.SslOptions.CertificateChainPolicy.CustomTrustStore.AddRange(authorities);
        }

        if (settings.ClientCertificate?.Current is { } client)
        {
            handler.SslOptions.ClientCertificateContext = SslStreamCertificateContext.Create(client.Certificate, client.Chain, offline: true);
        }

        _http = new HttpClient(handler)
        {
            BaseAddress = settings.Server,
            DefaultRequestVersion = Version.Parse(spec.HttpVersion),
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Timeout = Timeout.InfiniteTimeSpan,
        };
        _http.DefaultRequestHeaders.TryAddWithoutValidation("User-Agent", "KubeApi");
        _http.DefaultRequestHeaders.TryAddWithoutValidation("Accept", "application/json");
        if (settings.Credential.GetAsync(null, default).AsTask().GetAwaiter().GetResult().Authorization is { } authorization)
        {
            _http.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", authorization);
        }
    }

    public async Task<WorkResult> RunAsync()
    {
        var start = Stopwatch.GetTimestamp();
        var (first, total, pages) = (0d, 0L, 0);
        var buffer = ArrayPool<byte>.Shared.Rent(128 * 1024);
        var next = (Task<HttpResponseMessage>?)SendAsync(null);
        while (next is not null)
        {
            using var response = (await next).EnsureSuccessStatusCode();
            next = null;
            pages++;
            await using var body = await response.Content.ReadAsStreamAsync();
            var filled = await body.ReadAtLeastAsync(buffer.AsMemory(0, HeadSize), 1024, throwOnEndOfStream: false);
            first = first == 0 ? Stopwatch.GetElapsedTime(start).TotalSeconds : first;
            if (ReadContinue(buffer.AsSpan(0, filled)) is { } token)
            {
                next = SendAsync(token);
            }

            total += filled;
            int read;
            while ((read = await body.ReadAsync(buffer)) > 0)
            {
                total += read;
            }
        }

        ArrayPool<byte>.Shared.Return(buffer);
        return new WorkResult(pages, total, first);
    }

    public void Dispose() => _http.Dispose();

    // Built-in lists say it in their first bytes.
    private static string? ReadContinue(ReadOnlySpan<byte> head)
    {
        var end = head.IndexOf("\"items\":["u8);
        var start = head[..Math.Max(end, 0)].IndexOf("\"continue\":\""u8);
        if (start < 0)
        {
            return null;
        }

        var token = head[(start + 12)..];
        return Encoding.UTF8.GetString(token[..token.IndexOf((byte)'"')]);
    }

    private Task<HttpResponseMessage> SendAsync(string? token)
    {
        var limit = _spec.PageSize > 0 ? $"?limit={_spec.PageSize}" : "";
        return _http.GetAsync("/api/v1/pods" + limit + (token is null ? "" : "&continue=" + Uri.EscapeDataString(token)), HttpCompletionOption.ResponseHeadersRead);
    }
}
