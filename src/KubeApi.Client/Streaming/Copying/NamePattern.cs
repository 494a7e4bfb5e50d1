namespace KubeApi.Client.Streaming.Copying;

/// <summary>A part of a path, between slashes.</summary>
/// <param name="Name">The name, if it has no wildcards.</param>
/// <param name="Matches">Tests names, if it has wildcards; else null.</param>
public readonly record struct NamePattern(string Name, Func<string, bool>? Matches = null);
