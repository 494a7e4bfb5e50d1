using System.Collections;

namespace KubeApi.Completion;

/// <summary>Completes the verbs of permissions.</summary>
internal sealed class VerbCompleter : ValueCompleter
{
    private static readonly string[] s_values =
        ["get", "list", "watch", "create", "update", "patch", "delete", "deletecollection", "impersonate", "bind", "escalate"];

    /// <inheritdoc/>
    protected override IEnumerable<string> Values(IDictionary parameters) => s_values;
}
