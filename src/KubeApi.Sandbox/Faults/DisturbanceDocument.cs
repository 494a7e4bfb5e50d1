using KubeApi.Sandbox.Controllers;
using KubeApi.Sandbox.Errors;
using KubeApi.Sandbox.Flow;
using KubeApi.Sandbox.Protocol;
using KubeApi.Sandbox.Runtime;
using KubeApi.Sandbox.Store;
using KubeApi.Sandbox.Streams;

namespace KubeApi.Sandbox.Faults;

/// <summary>The paths with which another program disturbs lists, watches, streams, versions, controllers, the clock and bodies.</summary>
internal sealed class DisturbanceDocument(
    ObjectStore store, SandboxClock clock, ListGate lists, FlowSettings flow, Lifetime lifetime, PodStreams streams, ControllerLoop controllers) : IDocument
{
    public async Task<bool> TryHandleAsync(HttpContext context)
    {
        string? text;
        try
        {
            text = Apply(context.Request);
        }
        catch (Exception exception) when (exception is FormatException or ArgumentException)
        {
            throw ApiErrors.BadRequest(exception.Message);
        }

        if (text is not null)
        {
            await ResponseWriter.TextAsync(context, 200, text + "\n");
        }

        return text is not null;
    }

    private string? Apply(HttpRequest request)
    {
        switch (request.Path.Value, request.Method)
        {
            case ("/sandbox/lists", "PUT"):
                lists.Flow = ListGate.Parse(new ListFlow(), request.QueryString);
                return lists.Flow.ToString();
            case ("/sandbox/lists", "POST"):
                lists.Release();
                return lists.Flow.ToString();
            case ("/sandbox/lists", _):
                return lists.Flow.ToString();
            case ("/sandbox/watches", "PUT"):
                flow.Watches = WatchFlow.Parse(request.QueryString.Value ?? "");
                return flow.Watches.ToString();
            case ("/sandbox/watches", "POST"):
                lifetime.EndWatches();
                return "the open watches have ended";
            case ("/sandbox/watches", _):
                return flow.Watches.ToString();
            case ("/sandbox/streams", "PUT"):
                streams.Flow = StreamFlow.Parse(request.QueryString.Value ?? "");
                return streams.Flow.ToString();
            case ("/sandbox/streams", "POST"):
                streams.Cut();
                return "the open streams are cut";
            case ("/sandbox/streams", _):
                return streams.Flow.ToString();
            case ("/sandbox/log", "POST"):
                WriteLog(request.Query);
                return "written";
            case ("/sandbox/drip", "PUT"):
                flow.Drip = request.Query["pieces"].ToString() is { Length: > 0 } pieces ? Drip.Parse(pieces) : null;
                return $"drip: {flow.Drip?.ToString() ?? "none"}";
            case ("/sandbox/drip", _):
                return $"drip: {flow.Drip?.ToString() ?? "none"}";
            case ("/sandbox/controllers", "PUT"):
                Hold(request);
                return Controllers();
            case ("/sandbox/controllers", _):
                return Controllers();
            case ("/sandbox/clock", "POST"):
                clock.Advance(ReadTime(request.Query["advance"].ToString()), request.HttpContext.RequestAborted);
                return "clock: " + clock.Now;
            case ("/sandbox/clock", _):
                return "clock: " + clock.Now;
            case ("/sandbox/history", "POST") when request.Query.ContainsKey("version"):
                store.Renumber(ReadVersion(request.Query["version"].ToString()));
                lifetime.EndWatches();
                break;
            case ("/sandbox/history", "POST"):
                store.Compact();
                break;
            case ("/sandbox/history", _):
                break;
            default:
                return null;
        }

        return string.Create(CultureInfo.InvariantCulture, $"version: {store.Version}");
    }

    // `text` is written, and with `rotate` a new file starts first.
    private void WriteLog(IQueryCollection query)
    {
        var (@namespace, pod) = (query["namespace"].ToString(), query["pod"].ToString());
        var container = query["container"].ToString() is { Length: > 0 } given ? given : null;
        if (query.ContainsKey("rotate"))
        {
            streams.RotateLog(@namespace, pod, container);
        }

        if (query.TryGetValue("text", out var text))
        {
            streams.WriteLog(@namespace, pod, text.ToString(), container);
        }
    }

    private void Hold(HttpRequest request)
    {
        if (request.Query["workloads"].ToString() is { Length: > 0 } workloads)
        {
            controllers.AreWorkloadsHeld = ReadHeld(workloads);
            return;
        }

        controllers.IsHeld = ReadHeld(request.Query["state"].ToString());
    }

    private string Controllers() =>
        $"controllers: {(controllers.IsHeld ? "held" : "running")}{(controllers.AreWorkloadsHeld ? ", workloads: held" : "")}";

    /// <summary>Whether controllers are held: `held` or `running`.</summary>
    /// <exception cref="FormatException">The value is neither.</exception>
    public static bool ReadHeld(string text) => text switch
    {
        "held" => true,
        "running" => false,
        _ => throw new FormatException($"Controllers are held or running, not '{text}'."),
    };

    private static TimeSpan ReadTime(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            ? TimeSpan.FromSeconds(seconds)
            : throw new FormatException($"The clock advances by a number of seconds, not by '{text}'.");

    private static long ReadVersion(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var version) && version is > 0 and < 1_000_000_000_000_000
            ? version
            : throw new FormatException($"A version is a number from 1 to 10^15, not '{text}'.");
}
