using System.Collections.Concurrent;
using System.Net;
using System.Net.WebSockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using KubeApi.Client.Authentication;
using KubeApi.Client.Configuration;
using KubeApi.Sandbox.Auth;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace KubeApi.Tests.Client;

/// <summary>Kestrel on 127.0.0.1 with TLS and WebSockets. Records the requests, and passes each to a callback of the test.</summary>
internal sealed class WebSocketServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly CertificateAuthority _authority = new();
    private readonly X509Certificate2 _certificate;

    private WebSocketServer(Func<HttpContext, Task> handle)
    {
        _certificate = _authority.IssueServer().Certificate;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(o => o.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(https => https.ServerCertificateSelector = (_, name) =>
        {
            ServerNames.Enqueue(name);
            return _certificate;
        })));
        _app = builder.Build();
        _app.UseWebSockets();
        _app.Run(context =>
        {
            Requests.Enqueue(
                (context.Request.Protocol, context.Request.Headers.ToDictionary(h => h.Key, h => h.Value.ToArray(), StringComparer.OrdinalIgnoreCase)));
            return handle(context);
        });
    }

    public ConcurrentQueue<(string Protocol, Dictionary<string, string?[]> Headers)> Requests { get; } = [];

    /// <summary>The server names that clients sent in TLS; null for none.</summary>
    public ConcurrentQueue<string?> ServerNames { get; } = [];

    public Uri Uri => new(_app.Urls.First());

    public ConnectionSettings Settings => new()
    {
        Server = Uri,
        Name = "test",
        Source = "test",
        Credential = new TokenCredential("token"),
        CertificateAuthorities = CertificateBundle.Parse(Encoding.ASCII.GetBytes(_authority.Pem), "the test"),
        CertificateAuthoritySource = "the test",
    };

    public static async Task<WebSocketServer> StartAsync(Func<HttpContext, Task> handle)
    {
        var server = new WebSocketServer(handle);
        await server._app.StartAsync();
        return server;
    }

    /// <summary>Accepts the preferred subprotocol, and echoes each message.</summary>
    public static async Task EchoAsync(HttpContext context)
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync(context.WebSockets.WebSocketRequestedProtocols.FirstOrDefault());
        var buffer = new byte[1024];
        while (await socket.ReceiveAsync(buffer, context.RequestAborted) is { MessageType: not WebSocketMessageType.Close } received)
        {
            await socket.SendAsync(buffer.AsMemory(0, received.Count), received.MessageType, received.EndOfMessage, context.RequestAborted);
        }

        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, context.RequestAborted);
    }

    public async ValueTask DisposeAsync()
    {
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        await _app.StopAsync(stop.Token);
        await _app.DisposeAsync();
        _certificate.Dispose();
        _authority.Dispose();
    }
}
