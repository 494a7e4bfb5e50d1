using System.Collections;

namespace KubeApi.Completion;

/// <summary>Completes nothing: without it, PowerShell offers file names.</summary>
internal sealed class NoCompleter : ValueCompleter
{
    /// <inheritdoc/>
    protected override IEnumerable<string> Values(IDictionary parameters) => [];
}
