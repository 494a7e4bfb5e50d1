using KubeApi.Client.Requests;

namespace KubeApi.Client.Discovery;

/// <summary>All groups and resource types of a server, in the server's order: the core group first.</summary>
/// <param name="Groups">The groups.</param>
/// <param name="Resources">The resource types of every version.</param>
/// <param name="Warnings">Warnings about parts that could not be read, or are stale.</param>
public sealed record ApiCatalog(IReadOnlyList<ApiGroup> Groups, IReadOnlyList<ApiResource> Resources, IReadOnlyList<string> Warnings)
{
    /// <summary>Each resource type once: in its group's preferred version, or in the first version that has it.</summary>
    public IEnumerable<ApiResource> Preferred =>
        Resources.GroupBy(r => r.FullName).Select(g => g.FirstOrDefault(r => r.IsPreferredVersion) ?? g.First());

    /// <summary>Concatenates two catalogs.</summary>
    internal static ApiCatalog Join(ApiCatalog first, ApiCatalog second) =>
        new([.. first.Groups, .. second.Groups], [.. first.Resources, .. second.Resources], [.. first.Warnings, .. second.Warnings]);
}
