namespace KubeApi.Sandbox.Types;

/// <summary>An immutable snapshot of the catalog.</summary>
internal sealed class CatalogContent
{
    /// <param name="types">The types; of the same name, the last one wins.</param>
    public CatalogContent(IEnumerable<ResourceType> types, IReadOnlyList<(string Group, string Version)> groupVersions)
    {
        foreach (var type in types)
        {
            Types[(type.Group, type.Version, type.Resource)] = type;
        }

        GroupVersions = groupVersions;
    }

    public Dictionary<(string Group, string Version, string Resource), ResourceType> Types { get; } = [];

    public IReadOnlyList<(string Group, string Version)> GroupVersions { get; }
}
