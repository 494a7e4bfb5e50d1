using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace KubeApi.Tests.Client;

/// <summary>A proxy on 127.0.0.1: CONNECT over HTTP or HTTPS, or SOCKS5. It connects to any address, or refuses.</summary>
internal sealed class TestProxy(string scheme = "http") : LoopbackServer
{
    public string Scheme => scheme;

    /// <summary>The required user and password, as <c>user:password</c>; null for none.</summary>
    public string? Login { get; init; }

    /// <summary>The status of a refusal; 0 to accept.</summary>
    public int Refusal { get; init; }

    /// <summary>The certificate of an https proxy.</summary>
    public X509Certificate2? Certificate { get; init; }

    /// <summary>The destination of all tunnels; null for the requested one.</summary>
    public Uri? Destination { get; init; }

    /// <summary>The requested destinations of tunnels, as <c>host:port</c>.</summary>
    public System.Collections.Concurrent.ConcurrentQueue<string> Targets { get; } = [];

    public Uri Uri(string login = "") => new($"{Scheme}://{login}{(login.Length > 0 ? "@" : "")}127.0.0.1:{Port}");

    protected override async Task ServeAsync(NetworkStream connection)
    {
        Stream stream = connection;
        if (Scheme == "https")
        {
            var tls = new SslStream(stream);
            await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = Certificate }, Stopping);
            stream = tls;
        }

        if (await (Scheme == "socks5" ? OpenSocksAsync(stream) : OpenConnectAsync(stream)) is { } target)
        {
            await TunnelAsync(stream, target);
        }
    }

    private async Task TunnelAsync(Stream stream, string target)
    {
        Targets.Enqueue(target);
        var address = Destination ?? new Uri("https://" + target);
        using var server = new TcpClient();
        await server.ConnectAsync(address.Host.Trim('[', ']'), address.Port, Stopping);
        await Task.WhenAny(stream.CopyToAsync(server.GetStream(), Stopping), server.GetStream().CopyToAsync(stream, Stopping));
    }

    private async Task<string?> OpenConnectAsync(Stream stream)
    {
        while (await ReadHeadAsync(stream) is { } head)
        {
            var target = head.Split(' ')[1];
            if (Refusal > 0)
            {
                await WriteAsync(stream, $"HTTP/1.1 {Refusal} Refused\r\nContent-Length: 0\r\n\r\n");
            }
            else if (Login is not null
                && !head.Contains($"Proxy-Authorization: Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes(Login))}\r\n", StringComparison.Ordinal))
            {
                await WriteAsync(
                    stream, "HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"proxy\"\r\nContent-Length: 0\r\n\r\n");
            }
            else
            {
                await WriteAsync(stream, "HTTP/1.1 200 Connected\r\n\r\n");
                return target;
            }
        }

        return null;
    }

    // RFC 1928 and 1929.
    private async Task<string?> OpenSocksAsync(Stream stream)
    {
        var head = await ReadAsync(stream, 2);
        await ReadAsync(stream, head[1]);
        await stream.WriteAsync(new byte[] { 5, (byte)(Login is null ? 0 : 2) }, Stopping);
        if (Login is not null)
        {
            var user = await ReadTextAsync(stream, (await ReadAsync(stream, 2))[1]);
            var password = await ReadTextAsync(stream, (await ReadAsync(stream, 1))[0]);
            var isRight = $"{user}:{password}" == Login;
            await stream.WriteAsync(new byte[] { 1, (byte)(isRight ? 0 : 1) }, Stopping);
            if (!isRight)
            {
                return null;
            }
        }

        var request = await ReadAsync(stream, 4);
        var host = request[3] switch
        {
            1 => new IPAddress(await ReadAsync(stream, 4)).ToString(),
            4 => $"[{new IPAddress(await ReadAsync(stream, 16))}]",
            _ => await ReadTextAsync(stream, (await ReadAsync(stream, 1))[0]),
        };
        var port = await ReadAsync(stream, 2);
        await stream.WriteAsync(new byte[] { 5, (byte)(Refusal > 0 ? 2 : 0), 0, 1, 0, 0, 0, 0, 0, 0 }, Stopping);
        return Refusal > 0 ? null : $"{host}:{(port[0] << 8) | port[1]}";
    }

    private async Task<byte[]> ReadAsync(Stream stream, int count)
    {
        var bytes = new byte[count];
        await stream.ReadExactlyAsync(bytes, Stopping);
        return bytes;
    }

    private async Task<string> ReadTextAsync(Stream stream, int count) => Encoding.UTF8.GetString(await ReadAsync(stream, count));
}
