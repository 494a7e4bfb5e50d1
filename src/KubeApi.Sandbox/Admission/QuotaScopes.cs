using System.Text.Json.Nodes;
using KubeApi.Sandbox.Json;
using KubeApi.Sandbox.Strategies;

namespace KubeApi.Sandbox.Admission;

/// <summary>The scopes of a ResourceQuota, which select pods only.</summary>
internal static class QuotaScopes
{
    /// <summary>Whether a quota has scopes; without them, it applies to all objects.</summary>
    public static bool Any(JsonObject quota) =>
        quota.At("spec.scopes") is JsonArray { Count: > 0 } || quota.At("spec.scopeSelector.matchExpressions") is JsonArray { Count: > 0 };

    public static bool Match(string qualifiedResource, JsonObject value, JsonObject quota)
    {
        var scopes = (quota.At("spec.scopes") as JsonArray ?? []).Select(scope => scope!.ToString()).ToList();
        var expressions = (quota.At("spec.scopeSelector.matchExpressions") as JsonArray ?? []).OfType<JsonObject>().ToList();
        return (scopes.Count == 0 && expressions.Count == 0)
            || (qualifiedResource == "pods" && scopes.All(scope => Holds(scope, value)) && expressions.All(expression => Holds(expression, value)));
    }

    private static bool Holds(string scope, JsonObject pod) => scope switch
    {
        "BestEffort" => IsBestEffort(pod),
        "NotBestEffort" => !IsBestEffort(pod),
        "Terminating" => pod.IntegerAt("spec.activeDeadlineSeconds") >= 0,
        "NotTerminating" => pod.IntegerAt("spec.activeDeadlineSeconds") is null,
        "PriorityClass" => pod.StringAt("spec.priorityClassName") is { Length: > 0 },
        _ => false,
    };

    private static bool Holds(JsonObject expression, JsonObject pod)
    {
        var scope = expression.StringAt("scopeName") ?? "";
        if (scope != "PriorityClass")
        {
            return Holds(scope, pod);
        }

        var name = pod.StringAt("spec.priorityClassName") ?? "";
        var values = (expression["values"] as JsonArray ?? []).Select(value => value!.ToString());
        return expression.StringAt("operator") switch
        {
            "In" => values.Contains(name),
            "NotIn" => !values.Contains(name),
            "Exists" => name.Length > 0,
            "DoesNotExist" => name.Length == 0,
            _ => false,
        };
    }

    private static bool IsBestEffort(JsonObject pod) => PodResources.Containers(pod).Concat(PodResources.Containers(pod, "initContainers"))
        .All(
            container =>
                PodResources.Of(container, "requests").Concat(PodResources.Of(container, "limits")).All(resource => resource.Name is not ("cpu" or "memory")));
}
