using System.Collections;

namespace KubeApi.Completion;

/// <summary>Completes the conditions of -For.</summary>
internal sealed class WaitConditionCompleter : ValueCompleter
{
    private static readonly string[] s_values =
    [
        "Ready", "Deleted", "Exists", "Condition=Available", "Condition=Complete", "Condition=Established", "Condition=Failed", "Condition=Ready",
        "status.phase=Running",
    ];

    /// <inheritdoc/>
    protected override IEnumerable<string> Values(IDictionary parameters) => s_values;
}
