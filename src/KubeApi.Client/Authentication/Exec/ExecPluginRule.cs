using KubeApi.Client.Errors;
using static KubeApi.Client.Errors.ConfigurationFailure;

namespace KubeApi.Client.Authentication.Exec;

/// <summary>A policy with its allow list. A kubeconfig can run code; this decides which.</summary>
public sealed class ExecPluginRule
{
    /// <summary>Allows every plugin.</summary>
    public static readonly ExecPluginRule AllowAll = new(ExecPluginPolicy.AllowAll, null);

    private readonly ExecPluginPolicy _policy;
    private readonly IReadOnlyList<string> _list;

    /// <summary>Creates a rule from a policy and its list: full paths, and names of programs on the PATH.</summary>
    /// <exception cref="KubeApiException">The list is missing, empty, not allowed by the policy, or has a relative path.</exception>
    public ExecPluginRule(ExecPluginPolicy policy, IReadOnlyList<string>? list)
    {
        if (policy == ExecPluginPolicy.AllowList != list is { Count: > 0 })
        {
            throw Invalid("The plugin policy AllowList needs an allow list, and an allow list needs that policy.");
        }

        if (list?.FirstOrDefault(e => !IsName(e) && !Path.IsPathFullyQualified(e)) is { } relative)
        {
            throw Invalid($"The entry '{relative}' of the plugin allow list is neither the name of a program in the PATH nor a full path.");
        }

        _policy = policy;
        _list = list ?? [];
    }

    /// <summary>Rejects a plugin that may not run.</summary>
    /// <param name="plugin">The plugin.</param>
    /// <param name="path">Its full path; null if it was not found.</param>
    /// <exception cref="KubeApiException">The plugin may not run.</exception>
    public void Check(ExecPlugin plugin, string? path)
    {
        if (_policy == ExecPluginPolicy.DenyAll || (path is not null && _policy == ExecPluginPolicy.AllowList && !_list.Any(e => Matches(e, path))))
        {
            throw new KubeApiException(
                FailureKind.ExecPluginNotAllowed,
                new Status
                {
                    Reason = nameof(FailureKind.ExecPluginNotAllowed),
                    Name = path ?? plugin.Command,
                    Message = $"The kubeconfig's plugin '{path ?? plugin.Command}' was not run: the plugin policy is {_policy}"
                        + $"{(_list.Count > 0 ? $", and the allow list contains {string.Join(", ", _list)}" : "")}.",
                });
        }
    }

    // A name is the program that the PATH finds; a program of that name in another folder does not match.
    private static bool Matches(string entry, string path) => PathsEqual(IsName(entry) ? ExecutableFinder.Find(entry) : entry, path);

    private static bool IsName(string entry) => Path.GetFileName(entry) == entry;

    private static bool PathsEqual(string? left, string right) =>
        string.Equals(left, right, OperatingSystem.IsWindows() ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal);
}
