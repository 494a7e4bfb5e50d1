using System.Management.Automation;

namespace KubeApi.Tests.Module;

/// <summary>What a script wrote to each stream.</summary>
internal sealed record ShellResult(
    IReadOnlyList<PSObject> Output, IReadOnlyList<ErrorRecord> Errors, IReadOnlyList<string> Warnings, IReadOnlyList<string> Verbose,
    IReadOnlyList<ProgressRecord> Bars)
{
    /// <summary>What the progress bars said.</summary>
    public IReadOnlyList<string> Progress => [.. Bars.Select(b => b.StatusDescription)];
}
