using KubeApi.Client.Streaming.Copying;

namespace KubeApi.Operations;

/// <summary>The settings of Copy-KubeApiItem.</summary>
internal sealed record CopySettings
{
    /// <summary>The destination as typed.</summary>
    public required string Destination { get; init; }

    /// <summary>The container; null for the default one of each pod.</summary>
    public string? Container { get; init; }

    /// <summary>The image of a container to copy through; null for none.</summary>
    public string? DebugImage { get; init; }

    /// <summary>Whether paths have no wildcards.</summary>
    public bool IsLiteral { get; init; }

    /// <summary>Whether folders are copied, with all that they contain.</summary>
    public bool Recurses { get; init; }

    /// <summary>Whether the copies are written to the pipeline.</summary>
    public bool PassesThru { get; init; }

    /// <summary>How items are copied.</summary>
    public required CopyOptions Options { get; init; }
}
