using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using KubeApi.Binding;
using KubeApi.Client.Requests;

namespace KubeApi.Completion;

/// <summary>
/// Completes the names of the resource types that the command can work on, the most used ones first; a name in several groups is also offered with its group,
/// and after a dot, names have groups and versions. After a slash, completes names of objects.
/// </summary>
internal class ResourceCompleter : IArgumentCompleter
{
    private static readonly string[] s_mostUsed =
    [
        "pods", "deployments.apps", "services", "nodes", "namespaces", "configmaps", "secrets", "events", "jobs.batch", "cronjobs.batch", "statefulsets.apps",
        "daemonsets.apps", "replicasets.apps", "ingresses.networking.k8s.io", "persistentvolumeclaims", "persistentvolumes", "serviceaccounts",
    ];

    /// <inheritdoc/>
    public virtual IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        var sessions = CompletionContext.SessionsOf(fakeBoundParameters);
        var word = CompletionHelper.Bare(wordToComplete);
        if (ResourceName.Parse(word) is { Type: var resource, Name: not null })
        {
            return CompletionHelper.Match(
                wordToComplete, NameQuery.Run(sessions, resource, session => CompletionContext.NamespaceOf(fakeBoundParameters, session)), $"{resource}/");
        }

        var verbs = VerbsOf(commandName);
        return CompletionHelper.Match(wordToComplete, CatalogCompleter.CatalogsOf(sessions)
            .Select(c => (word.Contains('.', StringComparison.Ordinal) ? c.Resources : c.Preferred)
                .Where(r => IsOffered(r) && (verbs.Length == 0 || verbs.Intersect(r.Verbs).Any()))
                .OrderBy(UsageRank).ThenBy(r => r.Name, StringComparer.Ordinal))
            .SelectMany(types => word.Contains('.', StringComparison.Ordinal) ? types.SelectMany(QualifiedNames) : Names(types)));
    }

    /// <summary>Whether the command can work on objects of a type.</summary>
    protected virtual bool IsOffered(ApiResource type) => true;

    // The verbs of which a type must support one; empty for a command about types.
    private static string[] VerbsOf(string command) => command.ToLowerInvariant() switch
    {
        "get-kubeapiobject" or "show-kubeapiobject" or "get-kubeapievent" or "get-kubeapiowner" or "get-kubeapidependent" => ["get", "list"],
        "watch-kubeapiobject" or "wait-kubeapiobject" => ["watch"],
        "update-kubeapiobject" or "edit-kubeapiobject" => ["patch", "update"],
        "remove-kubeapiobject" => ["delete"],
        _ => [],
    };

    private static int UsageRank(ApiResource type) => Array.IndexOf(s_mostUsed, type.FullName) is var rank and >= 0 ? rank : s_mostUsed.Length;

    private static IEnumerable<string> Names(IEnumerable<ApiResource> types) =>
        types.GroupBy(r => r.Name).SelectMany(g => g.Count() > 1 ? g.Select(r => r.FullName).Prepend(g.Key) : [g.Key]);

    private static IEnumerable<string> QualifiedNames(ApiResource type) => [type.FullName, $"{type.Name}.{type.Version}.{type.Group}".TrimEnd('.')];
}
