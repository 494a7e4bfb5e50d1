using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using KubeApi.Client.Requests;
using KubeApi.Session;

namespace KubeApi.Completion;

/// <summary>Completes paths of the API, one segment at a time: groups, versions, namespaces, resource types, objects and subresources.</summary>
internal sealed class PathCompleter : IArgumentCompleter
{
    private static readonly string[] s_root = ["api", "apis", "healthz", "livez", "metrics", "openapi", "readyz", "version"];

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        var word = CompletionHelper.Bare(wordToComplete);
        var before = word.Length == 0 ? "/" : word[..(word.LastIndexOf('/') + 1)];
        return before.Length == 0 ? [] : CompletionHelper.Match(
            word.Length == 0 ? "/" : word,
            Below(CompletionContext.SessionsOf(fakeBoundParameters), before.Split('/', StringSplitOptions.RemoveEmptyEntries)),
            before);
    }

    private static IEnumerable<string> Below(IReadOnlyList<KubeApiSession> sessions, string[] path) => path switch
    {
        [] => s_root,
        ["api"] => Versions(sessions, ""),
        ["apis"] => CatalogCompleter.CatalogsOf(sessions).SelectMany(c => c.Groups).Select(g => g.Name),
        ["apis", var group] => Versions(sessions, group),
        ["api", var version, .. var rest] => InVersion(sessions, "", version, rest),
        ["apis", var group, var version, .. var rest] => InVersion(sessions, group, version, rest),
        _ => [],
    };

    private static IEnumerable<string> Versions(IReadOnlyList<KubeApiSession> sessions, string group) =>
        CatalogCompleter.CatalogsOf(sessions).SelectMany(c => c.Groups).Where(g => g.Name == group).SelectMany(g => g.Versions);

    private static IEnumerable<string> InVersion(IReadOnlyList<KubeApiSession> sessions, string group, string version, string[] path)
    {
        var types = CatalogCompleter.CatalogsOf(sessions).SelectMany(c => c.Resources).Where(r => r.Group == group && r.Version == version).ToList();
        var inNamespace = path is ["namespaces", _, ..];
        return (inNamespace ? path[2..] : path) switch
        {
            [] => types.Where(r => r.Namespaced || !inNamespace).Select(r => r.Name)
                .Concat(!inNamespace && types.Exists(r => r.Namespaced) ? ["namespaces"] : []).Order(StringComparer.Ordinal),
            ["namespaces"] => Names(NameQuery.Run(sessions, "namespaces", _ => null)),
            [var type] when types.Exists(r => r.Name == type && r.Namespaced == inNamespace) =>
                Names(NameQuery.Run(sessions, $"{type}.{version}.{group}".TrimEnd('.'), _ => inNamespace ? path[1] : null)),
            [var type, _] => types.Where(r => r.Name == type && r.Namespaced == inNamespace).SelectMany(r => r.Subresources),
            _ => [],
        };
    }

    // The path of a URL: a name may contain a question mark.
    private static IEnumerable<string> Names(IEnumerable<string> names) => names.Where(n => PathSegment.Fault(n) is null).Select(n => PathSegment.Escape(n));
}
