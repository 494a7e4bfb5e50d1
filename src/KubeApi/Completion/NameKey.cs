namespace KubeApi.Completion;

/// <summary>A query for names.</summary>
/// <param name="Resource">Resource types, as they were typed, with commas in between.</param>
/// <param name="Namespace">Where to look; null for all namespaces.</param>
/// <param name="OfLabels">Whether the labels of the objects are wanted, as <c>app=web</c>, instead of their names.</param>
internal sealed record NameKey(string Resource, string? Namespace, bool OfLabels = false);
