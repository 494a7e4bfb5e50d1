namespace KubeApi.Client.Requests;

/// <summary>The options of a deletion.</summary>
public sealed record DeleteOptions
{
    /// <summary>Delete only the object with this uid; null for any object of that name.</summary>
    public string? Uid { get; init; }

    /// <summary>The grace period in seconds; 0 for none; null for the object's own.</summary>
    public long? GracePeriodSeconds { get; init; }

    /// <summary>The deletion of its dependents: <c>Background</c>, <c>Foreground</c> or <c>Orphan</c>; null for the resource's default.</summary>
    public string? Propagation { get; init; }

    /// <summary>The server processes the request without deleting anything.</summary>
    public bool DryRun { get; init; }
}
