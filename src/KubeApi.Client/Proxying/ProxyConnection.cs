using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;
using KubeApi.Client.Errors;
using KubeApi.Client.Http;

namespace KubeApi.Client.Proxying;

/// <summary>One connection of a caller: serves its requests, one after the other.</summary>
[SuppressMessage("Design", "CA1001", Justification = "RunAsync disposes the connection when it ends.")]
internal sealed class ProxyConnection
{
    private const int BufferSize = 64 * 1024;

    private static readonly TimeSpan s_linger = TimeSpan.FromSeconds(2);

    private readonly NetworkStream _connection;
    private readonly CallerReader _caller;
    private readonly ResponseWriter _writer;
    private readonly ApiClient _client;
    private readonly ProxyRules _rules;
    private readonly ProxyRoutes _routes;
    private readonly ProxyCounters _counters;

    // Canceled when the caller or the proxy ends. Not disposed: a late end of the connection may still cancel it, and it holds nothing to release.
    private readonly CancellationTokenSource _ending = new();

    public ProxyConnection(Socket socket, ApiClient client, ProxyRules rules, ProxyRoutes routes, ProxyCounters counters)
    {
        socket.NoDelay = true;
        _connection = new NetworkStream(socket, ownsSocket: true);
        (_caller, _writer) = (new CallerReader(_connection), new ResponseWriter(_connection));
        (_client, _rules, _routes, _counters) = (client, rules, routes, counters);
    }

    /// <summary>Serves requests until one side ends the connection.</summary>
    /// <param name="stop">Cancels it at once.</param>
    public async Task RunAsync(CancellationToken stop)
    {
        using var registration = stop.UnsafeRegister(static state => ((ProxyConnection)state!).Stop(), this);
        try
        {
            while (await ServeAsync().ConfigureAwait(false))
            {
            }
        }
        catch (Exception e) when (IsEnd(e))
        {
            // One side left. The caller sees a connection that ends in the middle.
        }
        finally
        {
            await _connection.DisposeAsync().ConfigureAwait(false);
        }
    }

    private static bool IsEnd(Exception e) =>
        e is IOException or SocketException or ObjectDisposedException or OperationCanceledException or HttpRequestException or KubeApiException
            or TimeoutException or FormatException;

    private void Stop()
    {
        _ending.Cancel();
        _connection.Dispose();
    }

    // Whether another request may follow.
    private async Task<bool> ServeAsync()
    {
        RequestHead? head = null;
        try
        {
            if (await _caller.ReadHeadAsync().ConfigureAwait(false) is not { } bytes)
            {
                return false;
            }

            _counters.AddRequest();
            head = RequestHeadParser.Parse(bytes);
            return await ServeAsync(head).ConfigureAwait(false);
        }
        catch (FormatException e)
        {
            _counters.AddRefusal(head, e.Message);
            await _writer.WriteStatusAsync(400, "Bad Request", "BadRequest", e.Message, closes: true, isHead: false).ConfigureAwait(false);
            await LingerAsync().ConfigureAwait(false);
            return false;
        }
    }

    private async Task<bool> ServeAsync(RequestHead head)
    {
        if (_rules.RefuseCaller(head) is { } rule)
        {
            return await RefuseAsync(head, rule).ConfigureAwait(false);
        }

        RequestHeadParser.CheckPath(head);
        if (_routes.IsStatic(head.Path))
        {
            return await ServeFileAsync(head).ConfigureAwait(false);
        }

        if (_routes.TargetOf(head.Target) is not { } target)
        {
            return await RespondAsync(head, 404, "Not Found", "NotFound", $"The proxy serves nothing at '{head.Path}'.").ConfigureAwait(false);
        }

        if (_rules.RefuseRequest(head, target.Split('?', 2)[0]) is { } refusing)
        {
            return await RefuseAsync(head, refusing).ConfigureAwait(false);
        }

        if (head.IsUpgrade && head.BodyLength != 0)
        {
            throw new FormatException("A request for another protocol has a body.");
        }

        return await ForwardAsync(head, target).ConfigureAwait(false);
    }

    private async Task<bool> ForwardAsync(RequestHead head, string target)
    {
        var body = head.BodyLength == 0 ? null : new RequestBody(
            _caller, head.BodyLength, head.ExpectsContinue ? _writer.WriteContinueAsync : null, _ending);
        if (body is null && !head.IsUpgrade)
        {
            _caller.WatchForEnd(_ending);
        }

        using var message = await ForwardedMessage.CreateAsync(_client.Server, head, target, body, _ending.Token).ConfigureAwait(false);
        HttpResponseMessage response;
        try
        {
            response = await _client.ForwardAsync(message, _ending.Token).ConfigureAwait(false);
        }
        catch (Exception) when (body?.Fault is { } fault)
        {
            throw new FormatException(fault.Message);
        }
        catch (KubeApiException e) when (!_ending.IsCancellationRequested)
        {
            return await RespondAsync(head, 502, "Bad Gateway", e.Status.Reason, e.Message, body).ConfigureAwait(false);
        }

        using (response)
        {
            if (response.StatusCode == HttpStatusCode.SwitchingProtocols)
            {
                return await SwitchAsync(head, message, response).ConfigureAwait(false);
            }

            if (ResponseLength.FaultOf(response) is { } fault)
            {
                return await RespondAsync(head, 502, "Bad Gateway", "InternalError", fault, body).ConfigureAwait(false);
            }

            // A body that the server did not want is still on the way.
            var closes = !head.KeepsAlive || body is { IsEnded: false };
            var isDelimited = await _writer.RelayAsync(response, head, closes, _ending.Token).ConfigureAwait(false);
            if (closes)
            {
                await LingerAsync().ConfigureAwait(false);
            }

            return isDelimited && !closes;
        }
    }

    private async Task<bool> SwitchAsync(RequestHead head, HttpRequestMessage message, HttpResponseMessage response)
    {
        if (!head.IsUpgrade)
        {
            return await RespondAsync(head, 502, "Bad Gateway", "InternalError", "The server switched to another protocol without being asked.")
                .ConfigureAwait(false);
        }

        await _writer.WriteSwitchAsync(response).ConfigureAwait(false);
        var upgraded = new UpgradedStream(await response.Content.ReadAsStreamAsync(_ending.Token).ConfigureAwait(false), message, _client.Closing);
        await using (upgraded.ConfigureAwait(false))
        {
            // Neither protocol (SPDY, WebSocket) can go on in one direction alone. What the server has sent reaches the caller first.
            await Task.WhenAny(PumpAsync(_caller.ReadAsync, upgraded), PumpAsync(upgraded.ReadAsync, _connection)).ConfigureAwait(false);
        }

        return false;
    }

    private async Task PumpAsync(Func<Memory<byte>, CancellationToken, ValueTask<int>> read, Stream target)
    {
        var buffer = new byte[BufferSize];
        try
        {
            while (await read(buffer, _ending.Token).ConfigureAwait(false) is > 0 and var count)
            {
                await target.WriteAsync(buffer.AsMemory(0, count), _ending.Token).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (IsEnd(e))
        {
            // One side left, which ends the other direction too.
        }
    }

    private async Task<bool> ServeFileAsync(RequestHead head)
    {
        if (head.Method is not ("GET" or "HEAD"))
        {
            return await RespondAsync(head, 405, "Method Not Allowed", "MethodNotAllowed", "Files can only be read.").ConfigureAwait(false);
        }

        if (_routes.FileOf(head.Path) is not { } file)
        {
            return await RespondAsync(head, 404, "Not Found", "NotFound", $"The folder has no file for '{head.Path}'.").ConfigureAwait(false);
        }

        if (StaticFolder.TryOpen(file) is not { } content)
        {
            return await RespondAsync(head, 403, "Forbidden", "Forbidden", $"The file for '{head.Path}' cannot be read.").ConfigureAwait(false);
        }

        using var response = new HttpResponseMessage(HttpStatusCode.OK) { Content = new StreamContent(content) };
        response.Content.Headers.TryAddWithoutValidation("Content-Type", StaticFolder.MediaTypeOf(file));
        response.Content.Headers.ContentLength = content.Length;
        response.Headers.TryAddWithoutValidation("X-Content-Type-Options", "nosniff");
        var closes = !head.KeepsAlive || head.BodyLength != 0;
        await _writer.RelayAsync(response, head, closes, _ending.Token).ConfigureAwait(false);
        return !closes;
    }

    private Task<bool> RefuseAsync(RequestHead head, string rule)
    {
        _counters.AddRefusal(head, rule);
        return RespondAsync(head, 403, "Forbidden", "Forbidden", $"The proxy refused {head.Method} {head.Path}. Rule {rule}.");
    }

    private async Task<bool> RespondAsync(RequestHead head, int code, string phrase, string reason, string message, RequestBody? body = null)
    {
        // The body of the request was not read.
        var closes = !head.KeepsAlive || (body is null ? head.BodyLength != 0 : !body.IsEnded);
        await _writer.WriteStatusAsync(code, phrase, reason, message, closes, head.Method == "HEAD").ConfigureAwait(false);
        if (closes)
        {
            await LingerAsync().ConfigureAwait(false);
        }

        return !closes;
    }

    // Closing a connection with unread data resets it, and the caller may lose the response.
    private async Task LingerAsync()
    {
        _connection.Socket.Shutdown(SocketShutdown.Send);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(_ending.Token);
        limit.CancelAfter(s_linger);
        var buffer = new byte[BufferSize];
        while (await _caller.ReadAsync(buffer, limit.Token).ConfigureAwait(false) > 0)
        {
        }
    }
}
