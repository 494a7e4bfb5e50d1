using KubeApi.Binding;

namespace KubeApi.Operations;

/// <summary>The settings of a command that runs in containers.</summary>
internal sealed record CommandSettings
{
    /// <summary>The command as it was written; null if unknown.</summary>
    public CommandLineShape? Shape { get; init; }

    /// <summary>The first positional argument: the pods or, with piped objects, the first word of the command.</summary>
    public required IReadOnlyList<string> Pods { get; init; }

    /// <summary>The other positional arguments.</summary>
    public required IReadOnlyList<object?> Arguments { get; init; }

    /// <summary>The container; null for the default one of each pod.</summary>
    public string? Container { get; init; }

    /// <summary>The image of the new pods in which the command runs; null for pods that exist.</summary>
    public string? Image { get; init; }

    /// <summary>The namespace of new pods; null for the session's.</summary>
    public string? Namespace { get; init; }

    /// <summary>The label selector; null for none.</summary>
    public string? LabelSelector { get; init; }

    /// <summary>The file of the input, in full; null for none.</summary>
    public string? InputFile { get; init; }

    /// <summary>The file for standard output, in full; null for none.</summary>
    public string? OutFile { get; init; }

    /// <summary>The maximum number of commands that run at the same time.</summary>
    public int MaxConcurrent { get; init; }

    /// <summary>How long each may take; null for any time.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Whether a terminal was requested, which the command does not get.</summary>
    public bool WantsTerminal { get; init; }
}
