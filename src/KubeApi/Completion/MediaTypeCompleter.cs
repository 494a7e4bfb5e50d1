using System.Collections;

namespace KubeApi.Completion;

/// <summary>Completes the media types of request bodies.</summary>
internal sealed class MediaTypeCompleter : ValueCompleter
{
    private static readonly string[] s_values =
    [
        "application/json", "application/yaml", "application/merge-patch+json", "application/strategic-merge-patch+json", "application/json-patch+json",
        "application/apply-patch+yaml"
    ];

    /// <inheritdoc/>
    protected override IEnumerable<string> Values(IDictionary parameters) => s_values;
}
