using KubeApi.Sandbox.Auth;
using KubeApi.Sandbox.Controllers;
using KubeApi.Sandbox.Errors;
using KubeApi.Sandbox.Faults;
using KubeApi.Sandbox.Flow;
using KubeApi.Sandbox.Kubelet;
using KubeApi.Sandbox.Protocol;
using KubeApi.Sandbox.Runtime;
using KubeApi.Sandbox.State;
using KubeApi.Sandbox.Store;
using KubeApi.Sandbox.Streams;

namespace KubeApi.Sandbox;

/// <summary>The paths below `/sandbox/`, with which another program controls the sandbox, as a test does with <see cref="SandboxServer"/>.</summary>
internal sealed class ControlPaths(
    ObjectStore store, StateWriter state, SandboxClock clock, Lifetime lifetime, FaultGate faults, ServerTls tls, ListGate lists, FlowSettings flow,
    PodStreams streams, ControllerLoop controllers, NodePower nodes) : IDocument
{
    // The names in the query of each method. `*` is for settings, whose parser checks the names.
    private static readonly Dictionary<string, Dictionary<string, string>> s_paths = new(StringComparer.Ordinal)
    {
        ["state"] = new() { ["GET"] = "" },
        ["faults"] = new() { ["GET"] = "", ["POST"] = "*", ["DELETE"] = "" },
        ["certificate"] = new() { ["GET"] = "", ["PUT"] = "kind" },
        ["lists"] = new() { ["GET"] = "", ["PUT"] = "*", ["POST"] = "" },
        ["watches"] = new() { ["GET"] = "", ["PUT"] = "*", ["POST"] = "" },
        ["streams"] = new() { ["GET"] = "", ["PUT"] = "*", ["POST"] = "" },
        ["log"] = new() { ["POST"] = "namespace, pod, container, text, rotate" },
        ["drip"] = new() { ["GET"] = "", ["PUT"] = "pieces" },
        ["controllers"] = new() { ["GET"] = "", ["PUT"] = "state, workloads" },
        ["clock"] = new() { ["GET"] = "", ["POST"] = "advance" },
        ["history"] = new() { ["GET"] = "", ["POST"] = "version" },
        ["kill"] = new() { ["POST"] = "namespace, pod, container, exit-code, node" },
        ["revive"] = new() { ["POST"] = "node" },
    };

    public async Task<bool> TryHandleAsync(HttpContext context)
    {
        if (!context.Request.Path.StartsWithSegments("/sandbox", out var rest) || !s_paths.TryGetValue(rest.Value!.TrimStart('/'), out var methods))
        {
            return false;
        }

        var path = rest.Value!.TrimStart('/');
        var method = HttpMethods.IsHead(context.Request.Method) ? "GET" : context.Request.Method;
        if (!methods.TryGetValue(method, out var known))
        {
            context.Response.Headers.Allow = string.Join(", ", methods.Keys);
            throw ApiErrors.MethodNotAllowed();
        }

        if (known != "*" && context.Request.Query.Keys.FirstOrDefault(key => !known.Split(", ").Contains(key)) is { } unknown)
        {
            throw ApiErrors.BadRequest($"Unknown name '{unknown}' in the query: {method} /sandbox/{path} has {(known.Length > 0 ? known : "none")}.");
        }

        if (path == "state")
        {
            await state.WriteAsync(context);
            return true;
        }

        try
        {
            if (method != "GET")
            {
                Apply(context.Request, path, method);
            }

            await ResponseWriter.TextAsync(context, 200, Show(path, method));
            return true;
        }
        catch (Exception exception) when (exception is FormatException or ArgumentException)
        {
            throw ApiErrors.BadRequest(exception.Message);
        }
    }

    private void Apply(HttpRequest request, string path, string method)
    {
        var settings = request.QueryString.Value ?? "";
        switch (path, method)
        {
            case ("faults", "POST"):
                faults.Add(Fault.Parse(settings));
                break;
            case ("faults", _):
                faults.Clear();
                break;
            case ("certificate", _):
                var kind = Text(request, "kind") ?? "";
                tls.Present(ServerTls.Parse(kind) ?? throw new FormatException($"A certificate is {ServerTls.Names}, not '{kind}'."));
                break;
            case ("lists", "PUT"):
                lists.Flow = ListGate.Parse(new ListFlow(), request.QueryString);
                break;
            case ("lists", _):
                lists.Release();
                break;
            case ("watches", "PUT"):
                flow.Watches = WatchFlow.Parse(settings);
                break;
            case ("watches", _):
                lifetime.EndWatches();
                break;
            case ("streams", "PUT"):
                streams.Flow = StreamFlow.Parse(settings);
                break;
            case ("streams", _):
                streams.Cut();
                break;
            case ("log", _):
                WriteLog(request);
                break;
            case ("drip", _):
                flow.Drip = Text(request, "pieces") is { } pieces ? Drip.Parse(pieces) : null;
                break;
            case ("controllers", _) when Text(request, "workloads") is { } workloads:
                controllers.AreWorkloadsHeld = ReadHeld(workloads);
                break;
            case ("controllers", _):
                controllers.IsHeld = ReadHeld(Text(request, "state") ?? "");
                break;
            case ("clock", _):
                var seconds = Number(request, "advance", 0, int.MaxValue) ?? throw new FormatException("Name the seconds: ?advance=SECONDS");
                clock.Advance(TimeSpan.FromSeconds(seconds), request.HttpContext.RequestAborted);
                break;
            case ("history", _) when Number(request, "version", 1, 999_999_999_999_999) is { } version:
                store.Renumber(version);
                lifetime.EndWatches();
                break;
            case ("history", _):
                store.Compact();
                break;
            case ("kill", _) when Text(request, "node") is null:
                var exitCode = (int)(Number(request, "exit-code", 0, 255) ?? 137);
                streams.Kill(Text(request, "namespace") ?? "", Text(request, "pod") ?? "", Text(request, "container"), exitCode);
                break;
            case ("kill" or "revive", _):
                nodes.SetAlive(Text(request, "node") ?? throw new FormatException("Name a node: ?node=NAME"), path == "revive");
                break;
        }
    }

    private string Show(string path, string method) => (path, method) switch
    {
        ("faults", _) => string.Concat(faults.Snapshot().Select(fault => fault + "\n")),
        ("certificate", _) => tls + "\n",
        ("lists", _) => lists.Flow + "\n",
        ("watches", "POST") => "the open watches have ended\n",
        ("watches", _) => flow.Watches + "\n",
        ("streams", "POST") => "the open streams are cut\n",
        ("streams", _) => streams.Flow + "\n",
        ("log", _) => "written\n",
        ("drip", _) => $"drip: {flow.Drip?.ToString() ?? "none"}\n",
        ("controllers", _) => $"controllers: {(controllers.IsHeld ? "held" : "running")}{(controllers.AreWorkloadsHeld ? ", workloads: held" : "")}\n",
        ("clock", _) => $"clock: {clock.Now}\n",
        ("history", _) => string.Create(CultureInfo.InvariantCulture, $"version: {store.Version}\n"),
        _ => path == "kill" ? "killed\n" : "alive\n",
    };

    // `text` is written, and with `rotate` a new file starts first.
    private void WriteLog(HttpRequest request)
    {
        var (@namespace, pod, container) = (Text(request, "namespace") ?? "", Text(request, "pod") ?? "", Text(request, "container"));
        if (request.Query.ContainsKey("rotate"))
        {
            streams.RotateLog(@namespace, pod, container);
        }

        if (request.Query.TryGetValue("text", out var text))
        {
            streams.WriteLog(@namespace, pod, text.ToString(), container);
        }
    }

    private static string? Text(HttpRequest request, string name) => request.Query[name].ToString() is { Length: > 0 } text ? text : null;

    // Null without the name.
    private static long? Number(HttpRequest request, string name, long smallest, long largest) => request.Query[name].Count == 0 ? null
        : long.TryParse(request.Query[name], NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= smallest && number <= largest
            ? number
            : throw new FormatException($"'{name}' takes a number from {smallest} to {largest}, not '{request.Query[name]}'.");

    /// <summary>Whether controllers are held: `held` or `running`.</summary>
    /// <exception cref="FormatException">The value is neither.</exception>
    public static bool ReadHeld(string text) =>
        text is "held" or "running" ? text == "held" : throw new FormatException($"Controllers are held or running, not '{text}'.");
}
