namespace KubeApi.Provider;

/// <summary>The paths that a pattern has matched.</summary>
/// <param name="Pattern">The pattern.</param>
/// <param name="At">When.</param>
/// <param name="Paths">The paths.</param>
/// <param name="Items">The items that were listed for that, by their paths.</param>
internal sealed record Expansion(
    string Pattern, DateTimeOffset At, IReadOnlyList<ResourcePath> Paths, IReadOnlyDictionary<ResourcePath, DriveItem> Items);
