using KubeApi.Session;

namespace KubeApi.Completion;

/// <summary>The objects from which a selector on the command line selects.</summary>
/// <param name="Sessions">The servers.</param>
/// <param name="Types">The resource types by any of their names.</param>
/// <param name="Namespace">The namespace to search; null for all namespaces.</param>
internal sealed record SelectorTarget(IReadOnlyList<KubeApiSession> Sessions, IReadOnlyList<string> Types, Func<KubeApiSession, string?> Namespace)
{
    /// <summary>The types as the key of one query.</summary>
    public string Resource => string.Join(',', Types);
}
