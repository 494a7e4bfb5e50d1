using KubeApi.Sandbox.Errors;
using KubeApi.Sandbox.Protocol;

namespace KubeApi.Sandbox.Faults;

/// <summary>Refuses requests to paths below `/sandbox/` with another method (405), or with an unknown name in the query (400).</summary>
internal sealed class ControlPaths : IDocument
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

    public Task<bool> TryHandleAsync(HttpContext context)
    {
        var (path, method) = (context.Request.Path, HttpMethods.IsHead(context.Request.Method) ? "GET" : context.Request.Method);
        if (path.StartsWithSegments("/sandbox", out var name) && s_paths.TryGetValue(name.Value!.TrimStart('/'), out var methods))
        {
            if (!methods.TryGetValue(method, out var known))
            {
                context.Response.Headers.Allow = string.Join(", ", methods.Keys);
                throw ApiErrors.MethodNotAllowed();
            }

            if (known != "*" && context.Request.Query.Keys.FirstOrDefault(key => !known.Split(", ").Contains(key)) is { } unknown)
            {
                throw ApiErrors.BadRequest($"Unknown name '{unknown}' in the query: {method} {path} has {(known.Length > 0 ? known : "none")}.");
            }
        }

        return Task.FromResult(false);
    }
}
