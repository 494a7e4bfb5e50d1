using Microsoft.AspNetCore.Http.Features;

namespace KubeApi.Sandbox.Http;

/// <summary>Records the requests, for tests that check what a client sent.</summary>
internal sealed class RequestLog
{
    // Enough for any test; a sandbox that runs for days must not grow.
    private const int Limit = 10_000;

    private readonly Lock _lock = new();
    private readonly Queue<SandboxRequest> _requests = new();
    private int _open;

    public int Open => Volatile.Read(ref _open);

    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var entry = Record(context);
        Interlocked.Increment(ref _open);
        try
        {
            // Before the head is sent, so a client that has the response finds its status here.
            context.Response.OnStarting(() =>
            {
                entry.StatusCode = context.Response.StatusCode;
                return Task.CompletedTask;
            });
            await next(context);
            await context.Response.CompleteAsync();
            entry.IsCompleted = !context.RequestAborted.IsCancellationRequested;
            entry.IsAborted = !entry.IsCompleted;
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException || context.RequestAborted.IsCancellationRequested)
        {
            entry.IsAborted = true;
            context.Abort();
        }
        finally
        {
            Interlocked.Decrement(ref _open);
        }
    }

    public IReadOnlyList<SandboxRequest> Snapshot()
    {
        lock (_lock)
        {
            return [.. _requests];
        }
    }

    public void Clear()
    {
        lock (_lock)
        {
            _requests.Clear();
        }
    }

    private SandboxRequest Record(HttpContext context)
    {
        var request = context.Request;
        var entry = new SandboxRequest
        {
            Method = request.Method,
            PathAndQuery = context.Features.Get<IHttpRequestFeature>()!.RawTarget,
            Protocol = request.Protocol,
            UserAgent = request.Headers.UserAgent.ToString(),
            Accept = request.Headers.Accept.ToString(),
            AcceptEncoding = request.Headers.AcceptEncoding.ToString(),
            ContentType = request.ContentType ?? "",
            HasAuthorization = request.Headers.ContainsKey("Authorization"),
            IsHttps = request.IsHttps,
        };
        lock (_lock)
        {
            _requests.Enqueue(entry);
            if (_requests.Count > Limit)
            {
                _requests.Dequeue();
            }
        }

        return entry;
    }
}
