using System.Collections.Concurrent;
using KubeApi.Sandbox.Auth;
using Microsoft.AspNetCore.Http;

namespace KubeApi.Sandbox.Http;

/// <summary>Sets the two headers with the flow schema and the priority level of a request. Nothing is queued.</summary>
internal sealed class PriorityAndFairness
{
    // Long-running requests are not classified, except watches.
    private static readonly string[] s_unlimited = ["attach", "exec", "log", "portforward", "proxy"];
    private static readonly string[] s_probes = ["/healthz", "/livez", "/readyz"];

    private readonly ConcurrentDictionary<string, string> _uids = new(StringComparer.Ordinal);

    public Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var api = context.Api();
        if (!s_unlimited.Contains(api.Info.Subresource))
        {
            var (schema, level) = Classify(api.User, api.Info);
            context.Response.Headers["X-Kubernetes-Pf-Flowschema-Uid"] = Uid("flowschemas/" + schema);
            context.Response.Headers["X-Kubernetes-Pf-Prioritylevel-Uid"] = Uid("prioritylevelconfigurations/" + level);
        }

        return next(context);
    }

    // The relevant built-in flow schemas, in their order.
    private static (string Schema, string Level) Classify(User user, RequestInfo info) =>
        user.Groups.Contains("system:masters") ? ("exempt", "exempt")
        : !info.IsResource && s_probes.Contains(info.Path) ? ("probes", "exempt")
        : user.Groups.Contains("system:serviceaccounts:kube-system") ? ("kube-system-service-accounts", "workload-high")
        : user.Groups.Contains("system:serviceaccounts") ? ("service-accounts", "workload-low")
        : ("global-default", "global-default");

    private string Uid(string name) => _uids.GetOrAdd(name, _ => Guid.NewGuid().ToString());
}
