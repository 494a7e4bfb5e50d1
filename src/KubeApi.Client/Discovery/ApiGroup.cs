namespace KubeApi.Client.Discovery;

/// <summary>An API group of a server.</summary>
public sealed record ApiGroup
{
    /// <summary>The group's name; empty for the core group.</summary>
    public required string Name { get; init; }

    /// <summary>Its versions, the preferred one first.</summary>
    public required IReadOnlyList<string> Versions { get; init; }

    /// <summary>The version that the server prefers.</summary>
    public required string PreferredVersion { get; init; }

    /// <summary>The path of the group's document: <c>/apis/batch</c>, or <c>/api</c> for the core group.</summary>
    public string Path => Name.Length == 0 ? "/api" : $"/apis/{Name}";

    /// <summary>The preferred apiVersion: <c>batch/v1</c>.</summary>
    public override string ToString() => Name.Length == 0 ? PreferredVersion : $"{Name}/{PreferredVersion}";
}
