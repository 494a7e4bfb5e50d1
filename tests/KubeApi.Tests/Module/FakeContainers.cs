using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace KubeApi.Tests.Module;

/// <summary>Fakes the containers of a sandbox's pods: the name of a command determines its behavior. Logs are set by pod and container.</summary>
internal sealed partial class FakeContainers
{
    /// <summary>The commands that were started, as POD/CONTAINER: COMMAND.</summary>
    public ConcurrentQueue<string> Commands { get; } = [];

    /// <summary>The logs, by POD/CONTAINER.</summary>
    public ConcurrentDictionary<string, string> Logs { get; } = [];

    /// <summary>The queries of log requests.</summary>
    public ConcurrentQueue<string> LogQueries { get; } = [];

    /// <summary>Whether the server speaks v5.channel.k8s.io.</summary>
    public bool HasVersion5 { get; set; } = true;

    public async Task<bool> AnswerAsync(HttpContext context)
    {
        if (Path().Match(context.Request.Path.Value!) is not { Success: true } path)
        {
            return false;
        }

        var (container, query) = ($"{path.Groups[1]}/{context.Request.Query["container"]}", context.Request.Query);
        if (path.Groups[2].Value == "log")
        {
            LogQueries.Enqueue(context.Request.QueryString.Value!);
            var log = Logs.GetValueOrDefault(container, "");
            context.Response.ContentType = log.StartsWith("<html>", StringComparison.Ordinal) ? "text/html" : "text/plain";
            await context.Response.WriteAsync(log);
            return true;
        }

        var offered = context.Request.Headers["Sec-WebSocket-Protocol"].ToString().Split(", ");
        var protocol = offered.FirstOrDefault(p => HasVersion5 || !p.StartsWith("v5", StringComparison.Ordinal));
        if (protocol is null)
        {
            context.Response.StatusCode = 403;
            return true;
        }

        string[] command = [.. query["command"].Select(c => c!)];
        if (command[0] == "missing")
        {
            context.Response.StatusCode = 500;
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync(
                """{"kind":"Status","apiVersion":"v1","status":"Failure","message":"container not found (\"app\")","code":500}""");
            return true;
        }

        Commands.Enqueue($"{container}: {string.Join('|', command)}");
        await RunAsync(context, protocol, command);
        return true;
    }

    [System.Diagnostics.CodeAnalysis.SuppressMessage("Security", "CA5350", Justification = "RFC 6455 prescribes SHA-1.")]
    private static async Task RunAsync(HttpContext context, string protocol, string[] command)
    {
        var key = context.Request.Headers["Sec-WebSocket-Key"].ToString() + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
        context.Response.Headers["Sec-WebSocket-Accept"] = Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(key)));
        context.Response.Headers["Sec-WebSocket-Protocol"] = protocol;
        context.Response.Headers.Upgrade = "websocket";
        var connection = await context.Features.Get<IHttpUpgradeFeature>()!.UpgradeAsync();
        using var socket = WebSocket.CreateFromStream(connection, new WebSocketCreationOptions { IsServer = true, SubProtocol = protocol });
        var exitCode = 0;
        switch (command[0])
        {
            case "echo":
                await SendAsync(socket, 1, string.Join(' ', command[1..]) + "\n");
                break;
            case "hostname":
                await SendAsync(socket, 1, Path().Match(context.Request.Path.Value!).Groups[1].Value);
                break;
            case "fail":
                await SendAsync(socket, 1, "out\n");
                await SendAsync(socket, 2, "first\nsecond\n");
                exitCode = int.Parse(command[1], System.Globalization.CultureInfo.InvariantCulture);
                break;
            case "warn":
                await SendAsync(socket, 2, "careful\n");
                await SendAsync(socket, 1, "done\n");
                break;
            case "cat":
                await CopyAsync(socket, context.RequestAborted);
                break;
            case "bytes":
                await SendAsync(socket, 1, [.. Enumerable.Range(0, 256).Select(i => (byte)i)]);
                await SendAsync(socket, 1, [.. Enumerable.Range(0, 256).Select(i => (byte)(255 - i))]);
                break;
            case "cut":
                await SendAsync(socket, 1, "before\n");
                await Task.Delay(200);
                context.Abort();
                return;
            case "silent":
                await SendAsync(socket, 1, "before\n");
                await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, default);
                return;
            case "sleep":
                await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
                return;
        }

        await SendAsync(socket, 3, exitCode == 0
            ? """{"metadata":{},"status":"Success"}"""
            : """{"status":"Failure","reason":"NonZeroExitCode","details":{"causes":[{"reason":"ExitCode","message":"CODE"}]}}"""
                .Replace("CODE", $"{exitCode}", StringComparison.Ordinal));
        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, default);
    }

    private static async Task CopyAsync(WebSocket socket, CancellationToken cancellationToken)
    {
        var buffer = new byte[128 * 1024];
        while (await socket.ReceiveAsync(buffer.AsMemory(), cancellationToken) is { MessageType: not WebSocketMessageType.Close } received && buffer[0] == 0)
        {
            await SendAsync(socket, 1, buffer[1..received.Count]);
        }
    }

    private static Task SendAsync(WebSocket socket, byte channel, string text) => SendAsync(socket, channel, Encoding.UTF8.GetBytes(text));

    private static Task SendAsync(WebSocket socket, byte channel, byte[] data) =>
        socket.SendAsync((byte[])[channel, .. data], WebSocketMessageType.Binary, true, default);

    [GeneratedRegex("^/api/v1/namespaces/[^/]+/pods/([^/]+)/(exec|log)$")]
    private static partial Regex Path();
}
