using System.Net.WebSockets;
using KubeApi.Sandbox.Errors;

namespace KubeApi.Sandbox.Streams;

/// <summary>Turns a request into a WebSocket.</summary>
internal static class WebSocketUpgrade
{
    /// <summary>Refuses a request that is no upgrade. One to SPDY is refused later: kubectl tries it when a WebSocket fails, and shows that failure.</summary>
    public static void Require(HttpContext context)
    {
        if (!context.WebSockets.IsWebSocketRequest && context.Request.Headers.Upgrade.Count == 0)
        {
            throw ApiErrors.BadRequest("Upgrade request required");
        }
    }

    /// <summary>Accepts the first known protocol of the client, or none (an empty string) if the client names none.</summary>
    /// <returns>Null if no protocol is known: the response is written.</returns>
    public static async Task<(WebSocket Socket, string Protocol)?> AcceptAsync(HttpContext context, params IReadOnlyList<string> protocols)
    {
        if (!context.WebSockets.IsWebSocketRequest)
        {
            throw ApiErrors.BadRequest("the sandbox has WebSockets, and no SPDY");
        }

        var requested = context.WebSockets.WebSocketRequestedProtocols;
        var chosen = requested.Count == 0 ? "" : requested.FirstOrDefault(protocols.Contains);
        // A real server writes these responses past its own headers.
        context.Response.Headers.Clear();
        if (chosen is null)
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            context.Response.Headers.Connection = "close";
            return null;
        }

        // .NET refuses to write an empty protocol, and the slash in that of kubectl's tunnel.
        context.Response.Headers.SecWebSocketProtocol = chosen;
        return (await context.WebSockets.AcceptWebSocketAsync(new WebSocketAcceptContext { KeepAliveInterval = Timeout.InfiniteTimeSpan }), chosen);
    }
}
