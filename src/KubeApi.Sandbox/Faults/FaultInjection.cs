using System.Net.Sockets;
using KubeApi.Sandbox.Errors;
using KubeApi.Sandbox.Protocol;
using KubeApi.Sandbox.Runtime;
using Microsoft.AspNetCore.Connections.Features;

namespace KubeApi.Sandbox.Faults;

/// <summary>Injects the faults into requests.</summary>
internal sealed class FaultInjection(FaultGate faults, Lifetime lifetime)
{
    /// <summary>A header that fails one request: `Sandbox-Faults: status=429&amp;retry-after=1`.</summary>
    public const string Header = "Sandbox-Faults";

    // A reset discards data that the client has not read yet.
    private static readonly TimeSpan s_readingTime = TimeSpan.FromMilliseconds(100);

    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        Fault? found;
        try
        {
            found = context.Request.Path.StartsWithSegments("/sandbox") ? null
                : context.Request.Headers[Header].ToString() is { Length: > 0 } own ? Fault.Parse(own) : faults.Take(context.Request);
        }
        catch (FormatException exception)
        {
            await ResponseWriter.FailureAsync(context, ApiErrors.BadRequest(exception.Message));
            return;
        }

        if (found is not { } fault)
        {
            await next(context);
            return;
        }

        var body = fault.After || (fault.Status is null && fault.Break is Break.Body) ? await ExecuteAsync(context, next) : [];
        if (fault.Status is { } status)
        {
            context.Response.Clear();
            ResponseWriter.SetCommonHeaders(context.Response);
            if (fault.RetryAfter is { } retryAfter)
            {
                context.Response.Headers.RetryAfter = retryAfter;
            }

            var seconds = int.TryParse(fault.RetryAfter, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : (int?)null;
            await ResponseWriter.FailureAsync(context, ApiErrors.OnRequest(status, seconds));
            return;
        }

        switch (fault.Break)
        {
            case Break.Body:
                // The Content-Length is set, so the client detects the truncated body.
                context.Response.ContentLength = body.Length;
                await context.Response.Body.WriteAsync(body.AsMemory(0, body.Length / 2), context.RequestAborted);
                await context.Response.Body.FlushAsync(context.RequestAborted);
                await Task.Delay(s_readingTime, context.RequestAborted);
                break;
            case Break.Eof:
                context.Features.Get<IConnectionSocketFeature>()!.Socket.Shutdown(SocketShutdown.Send);
                await Task.Delay(s_readingTime, CancellationToken.None);
                break;
            case Break.Stall:
                using (var ending = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.Stopping))
                {
                    await faults.Cleared.WaitAsync(ending.Token);
                }

                await next(context);
                return;
        }

        context.Abort();
        throw new OperationCanceledException();
    }

    private static async Task<byte[]> ExecuteAsync(HttpContext context, RequestDelegate next)
    {
        var wire = context.Response.Body;
        using var response = new MemoryStream();
        context.Response.Body = response;
        await next(context);
        context.Response.Body = wire;
        return response.ToArray();
    }
}
