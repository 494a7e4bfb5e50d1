using System.Globalization;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using KubeApi.Sandbox;

namespace KubeApi.Tests.Sandbox;

/// <summary>Bodies are sent in chunks like those of a Go server.</summary>
public sealed class ChunkTests
{
    private const int TlsOverhead = 17; // of a TLS 1.3 record: its type and its tag

    [Theory]
    [InlineData("/api/v1/pods", 4096)]
    [InlineData("/api/v1/pods", 1000)]
    [InlineData("/api/v1/pods?watch=1&timeoutSeconds=1", 4096)]
    public async Task Lists_and_watches_are_sent_in_chunks_of_one_size(string path, int size)
    {
        await using var server = await StartAsync(size);
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", server.ProxyUri.Port);

        var chunks = Chunks(await GetAsync(client.GetStream(), path));

        Assert.Equal(size - 8, chunks.Max());
        Assert.True(chunks.Count(chunk => chunk == size - 8) > 50, string.Join(' ', chunks));
    }

    [Theory]
    [InlineData("/api/v1/pods", 4096)]
    [InlineData("/api/v1/pods", 1000)]
    public async Task Each_chunk_is_a_TLS_record(string path, int size)
    {
        await using var server = await StartAsync(size);
        var (response, wire) = await GetOverTlsAsync(server, path);

        var (chunks, records) = (Chunks(response), TlsRecords(wire));
        Assert.InRange(records.Max(), size - 10 + TlsOverhead, 4096 + TlsOverhead);
        Assert.InRange(records.Count(length => length > size - 10 + TlsOverhead - 1), chunks.Count(chunk => chunk == size - 8) - 1, chunks.Count + 5);
    }

    [Fact]
    public async Task Without_a_chunk_size_a_record_holds_a_complete_object()
    {
        await using var server = await StartAsync(0);

        var (_, wire) = await GetOverTlsAsync(server, "/api/v1/pods");

        Assert.InRange(TlsRecords(wire).Max(), 5_000, 20_000);
    }

    [Theory]
    [InlineData("gzip", "")]
    [InlineData("identity", "rate=20M")]
    public async Task Compressed_and_paced_bodies_are_complete(string encoding, string flow)
    {
        await using var server = await StartAsync(4096);
        using var http = new HttpClient(new HttpClientHandler
        {
            AutomaticDecompression = System.Net.DecompressionMethods.GZip,
        })
        { BaseAddress = server.ProxyUri };
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/pods");
        request.Headers.Add("Accept-Encoding", encoding);
        request.Headers.Add("Sandbox-Lists", flow);

        using var response = await http.SendAsync(request);

        using var list = System.Text.Json.JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync());
        Assert.Equal(100, list.RootElement.GetProperty("items").GetArrayLength());
    }

    private static Task<SandboxServer> StartAsync(int size) => SandboxServer.StartAsync(new SandboxOptions { LoadPods = 100, ChunkSize = size });

    private static async Task<(byte[] Response, byte[] Wire)> GetOverTlsAsync(SandboxServer server, string path)
    {
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", server.Uri.Port);
        using var wire = new RecordedStream(client.GetStream());
        await using var tls = new SslStream(wire);
        var trust = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        trust.CustomTrustStore.ImportFromPemFile(server.CertificateAuthorityPath);
        await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = "127.0.0.1", CertificateChainPolicy = trust });
        return (await GetAsync(tls, path, $"Authorization: Bearer {server.AdminToken}\r\n"), wire.Received);
    }

    private static async Task<byte[]> GetAsync(Stream stream, string path, string headers = "")
    {
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n{headers}\r\n"));
        using var all = new MemoryStream();
        await stream.CopyToAsync(all);
        return all.ToArray();
    }

    private static List<int> Chunks(ReadOnlySpan<byte> response)
    {
        var chunks = new List<int>();
        var rest = response[(response.IndexOf("\r\n\r\n"u8) + 4)..];
        for (var length = -1; length != 0; rest = rest[(length + 2)..])
        {
            var line = rest.IndexOf("\r\n"u8);
            length = int.Parse(Encoding.ASCII.GetString(rest[..line]), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            rest = rest[(line + 2)..];
            chunks.Add(length);
        }

        return chunks;
    }

    // RFC 8446, 5.1: a type (23 for application data), a version, a length.
    private static List<int> TlsRecords(ReadOnlySpan<byte> wire)
    {
        var lengths = new List<int>();
        for (; wire.Length >= 5; wire = wire[(5 + ((wire[3] << 8) | wire[4]))..])
        {
            if (wire[0] == 23)
            {
                lengths.Add((wire[3] << 8) | wire[4]);
            }
        }

        return lengths;
    }
}
