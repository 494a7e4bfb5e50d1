using System.Collections.Frozen;

namespace KubeApi.Sandbox.Types;

/// <summary>A subresource as discovery describes it: `deployments/scale` is a Scale of autoscaling/v1 that can be read and written.</summary>
internal sealed record SubresourceType(string Name, string Group, string Version, string Kind, FrozenSet<string> Verbs)
{
    private static readonly FrozenDictionary<string, string> s_parts = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["status"] = "status",
        ["finalize"] = "spec.finalizers",
        ["approval"] = "status.conditions",
        ["ephemeralcontainers"] = "spec.ephemeralContainers",
        ["resize"] = "spec",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The path of the part that a subresource of the same kind writes; null for a subresource of another kind.</summary>
    public static string? PartOf(string subresource) => s_parts.GetValueOrDefault(subresource);
}
