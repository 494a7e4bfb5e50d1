using System.Collections.Frozen;

namespace KubeApi.Sandbox.Discovery;

/// <summary>A subresource as discovery describes it: `deployments/scale` is a Scale of autoscaling/v1 that can be read and written.</summary>
internal sealed record SubresourceType(string Name, string Group, string Version, string Kind, FrozenSet<string> Verbs);
