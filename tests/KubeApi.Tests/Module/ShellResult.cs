using System.Management.Automation;

namespace KubeApi.Tests.Module;

/// <summary>The output of a script on each stream.</summary>
internal sealed record ShellResult(
    IReadOnlyList<PSObject> Output, IReadOnlyList<ErrorRecord> Errors, IReadOnlyList<string> Warnings, IReadOnlyList<string> Verbose,
    IReadOnlyList<ProgressRecord> Bars)
{
    /// <summary>The texts of the progress bars.</summary>
    public IReadOnlyList<string> Progress => [.. Bars.Select(b => b.StatusDescription)];
}
