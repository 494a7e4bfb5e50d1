namespace KubeApi.Client.Requests;

/// <summary>The options of an exec or an attach.</summary>
public sealed record ExecOptions
{
    /// <summary>The container; null for the one that the server chooses.</summary>
    public string? Container { get; init; }

    /// <summary>The command and its arguments; unused by an attach.</summary>
    public IReadOnlyList<string> Command { get; init; } = [];

    /// <summary>Whether input is sent.</summary>
    public bool Stdin { get; init; }

    /// <summary>Whether standard output is received.</summary>
    public bool Stdout { get; init; } = true;

    /// <summary>Whether standard error is received. A terminal has none: the server refuses both together.</summary>
    public bool Stderr { get; init; } = true;

    /// <summary>Whether the command gets a terminal.</summary>
    public bool Tty { get; init; }
}
