namespace KubeApi.Client.Requests;

/// <summary>The selection of lines of a container's log. Timestamps are always requested.</summary>
public sealed record LogOptions
{
    /// <summary>The container; null for the only one.</summary>
    public string? Container { get; init; }

    /// <summary>Whether the response continues until the container ends.</summary>
    public bool Follow { get; init; }

    /// <summary>Whether to read the log of the container's previous run.</summary>
    public bool Previous { get; init; }

    /// <summary>The number of last lines; null for all.</summary>
    public long? TailLines { get; init; }

    /// <summary>Only lines of the last seconds, by the clock of the node; at least 1.</summary>
    public long? SinceSeconds { get; init; }

    /// <summary>Only lines since then. The server ignores fractions of a second, and so returns a little more.</summary>
    public DateTimeOffset? SinceTime { get; init; }
}
