namespace KubeApi.Sandbox.Discovery;

/// <summary>What a catalog holds at one moment.</summary>
internal sealed class CatalogContent
{
    /// <param name="types">The last of a name wins.</param>
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
