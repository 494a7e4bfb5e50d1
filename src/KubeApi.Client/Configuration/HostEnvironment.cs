namespace KubeApi.Client.Configuration;

/// <summary>What is looked up on this machine to find a server: environment variables, the home folder, the current folder.</summary>
public sealed record HostEnvironment
{
    /// <summary>Reads an environment variable; an empty one counts as absent.</summary>
    public Func<string, string?> Variable { get; init; } =
        name => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;

    /// <summary>The user's home folder; null where it does not exist, as in many containers.</summary>
    public string? Home { get; init; } = HomeOf(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile));

    /// <summary>The user's own kubeconfig, <c>~/.kube/config</c>; null without a home folder. The file need not exist.</summary>
    public string? HomeKubeConfig => Home is null ? null : Path.Combine(Home, ".kube", "config");

    /// <summary>Why there is no kubeconfig at home, for a message: <c>/home/me/.kube/config does not exist</c>.</summary>
    public string MissingHomeKubeConfig => HomeKubeConfig is { } file ? $"{file} does not exist" : "the user has no home folder";

    /// <summary>What relative paths are relative to; a PowerShell location, which is not the process's.</summary>
    public string CurrentDirectory { get; init; } = Environment.CurrentDirectory;

    /// <summary>An absolute path.</summary>
    public string Resolve(string path) => Path.GetFullPath(path, CurrentDirectory);

    // .NET returns an empty string for a missing folder; combined with a path, that (or a relative HOME) would be the current directory.
    internal static string? HomeOf(string folder) => Path.IsPathFullyQualified(folder) ? folder : null;
}
