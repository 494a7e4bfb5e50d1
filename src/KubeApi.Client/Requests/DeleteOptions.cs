namespace KubeApi.Client.Requests;

/// <summary>How to delete an object.</summary>
public sealed record DeleteOptions
{
    /// <summary>Delete only the object with this uid; null for whichever has the name.</summary>
    public string? Uid { get; init; }

    /// <summary>Seconds that it has to end; 0 for at once; null for what the object says.</summary>
    public long? GracePeriodSeconds { get; init; }

    /// <summary>What happens to what it owns: <c>Background</c>, <c>Foreground</c> or <c>Orphan</c>; null for the resource's default.</summary>
    public string? Propagation { get; init; }

    /// <summary>The server does everything but delete it.</summary>
    public bool DryRun { get; init; }
}
