namespace KubeApi.Client.Configuration;

/// <summary>The parts of this machine that are used to find a server: environment variables, the home folder, the current folder.</summary>
public sealed record HostEnvironment
{
    /// <summary>Reads an environment variable; an empty one counts as not set.</summary>
    public Func<string, string?> Variable { get; init; } =
        name => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;

    /// <summary>The user's home folder; null if there is none, as in many containers.</summary>
    public string? Home { get; init; } = HomeOf(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile));

    /// <summary>The user's own kubeconfig, <c>~/.kube/config</c>; null without a home folder. The file need not exist.</summary>
    public string? HomeKubeConfig => Home is null ? null : Path.Combine(Home, ".kube", "config");

    /// <summary>The reason why there is no kubeconfig in the home folder, for messages: <c>/home/me/.kube/config does not exist</c>.</summary>
    public string MissingHomeKubeConfig => HomeKubeConfig is { } file ? $"{file} does not exist" : "the user has no home folder";

    /// <summary>The folder for relative paths: PowerShell's location, which is not the process's.</summary>
    public string CurrentDirectory { get; init; } = Environment.CurrentDirectory;

    /// <summary>Returns the absolute path.</summary>
    public string Resolve(string path) => Path.GetFullPath(path, CurrentDirectory);

    // .NET returns an empty string for a missing folder; combined with a path, that (or a relative HOME) would be the current directory.
    internal static string? HomeOf(string folder) => Path.IsPathFullyQualified(folder) ? folder : null;
}
