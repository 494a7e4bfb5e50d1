using KubeApi.Sandbox.Errors;
using KubeApi.Sandbox.Protocol;

namespace KubeApi.Sandbox.Flow;

/// <summary>Writes bodies in chunks, or lets them drip: all bodies, or that of one request by its header, but never those of `/sandbox/`.</summary>
internal sealed class Trickle(FlowSettings flow, int chunkSize)
{
    /// <summary>A header that sets it for one request: `Sandbox-Drip: 1/20ms`.</summary>
    public const string Header = "Sandbox-Drip";

    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        Drip? drip;
        try
        {
            drip = context.Request.Headers[Header].ToString() is { Length: > 0 } own ? Drip.Parse(own) : flow.Drip;
        }
        catch (FormatException exception)
        {
            await ResponseWriter.FailureAsync(context, ApiErrors.BadRequest(exception.Message));
            return;
        }

        // A stream that is upgraded has no body.
        if (context.WebSockets.IsWebSocketRequest || context.Request.Path.StartsWithSegments("/sandbox") || (drip is null && chunkSize == 0))
        {
            await next(context);
            return;
        }

        var wire = context.Response.Body;
        var chunks = drip is null ? new ChunkStream(wire, chunkSize) : null;
        context.Response.Body = chunks ?? (Stream)new DripStream(wire, drip!);
        try
        {
            await next(context);
            await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
            await (chunks?.SendAsync(context.RequestAborted) ?? ValueTask.CompletedTask);
        }
        finally
        {
            context.Response.Body = wire;
        }
    }
}
