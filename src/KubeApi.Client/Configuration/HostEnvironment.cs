namespace KubeApi.Client.Configuration;

/// <summary>What is looked up on this machine to find a server: environment variables, the home folder, the current folder.</summary>
public sealed record HostEnvironment
{
    /// <summary>Reads an environment variable; an empty one counts as absent.</summary>
    public Func<string, string?> Variable { get; init; } =
        name => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;

    /// <summary>The user's home folder.</summary>
    public string Home { get; init; } = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);

    /// <summary>What relative paths are relative to; a PowerShell location, which is not the process's.</summary>
    public string CurrentDirectory { get; init; } = Environment.CurrentDirectory;

    /// <summary>An absolute path.</summary>
    public string Resolve(string path) => Path.GetFullPath(path, CurrentDirectory);
}
