namespace KubeApi.Completion;

/// <summary>A query for names.</summary>
/// <param name="Resource">Resource types as typed, separated by commas.</param>
/// <param name="Namespace">The namespace to search; null for all namespaces.</param>
/// <param name="OfLabels">Whether to return the labels of the objects, as <c>app=web</c>, instead of their names.</param>
internal sealed record NameKey(string Resource, string? Namespace, bool OfLabels = false);
