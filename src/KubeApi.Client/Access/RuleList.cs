using System.Text.Json;
using KubeApi.Client.Json;

namespace KubeApi.Client.Access;

/// <summary>The rules of a <c>SelfSubjectRulesReview</c>, a row for each resource or path. Pure.</summary>
/// <param name="Rules">The rules, in the order of their resources and paths.</param>
/// <param name="Fault">The reason why the list may be incomplete; null for a complete list.</param>
public sealed record RuleList(IReadOnlyList<AllowedRule> Rules, string? Fault)
{
    /// <summary>Reads a review's <c>status</c>.</summary>
    public static RuleList Of(JsonElement status)
    {
        var fault = status.TextOrNull("evaluationError") ?? (status.IsTrue("incomplete") ? "an authorizer of the server does not list its rules" : null);
        return new RuleList(Merge(status.Items("resourceRules"), status.Items("nonResourceRules")), fault);
    }

    /// <summary>The rules of each resource, and then those of each path. Rules of the same resource, and of the same names, become one.</summary>
    /// <param name="resourceRules">Rules with resources; rules of a role without them are ignored.</param>
    /// <param name="pathRules">Rules with paths; others are ignored.</param>
    public static IReadOnlyList<AllowedRule> Merge(IEnumerable<JsonElement> resourceRules, IEnumerable<JsonElement> pathRules)
    {
        var resources =
            from rule in resourceRules
            from resource in rule.Texts("resources")
            from @group in rule.Texts("apiGroups")
            let names = string.Join('\n', rule.Texts("resourceNames").Order(StringComparer.Ordinal))
            select (Target: FullName(resource, @group), Names: names, Verbs: rule.Texts("verbs"));
        var paths =
            from rule in pathRules
            from path in rule.Texts("nonResourceURLs")
            select (Target: path, Names: "", Verbs: rule.Texts("verbs"));
        return [.. Merge(resources, isPath: false), .. Merge(paths, isPath: true)];
    }

    private static IEnumerable<AllowedRule> Merge(IEnumerable<(string Target, string Names, string[] Verbs)> rules, bool isPath) =>
        rules.GroupBy(r => (r.Target, r.Names)).OrderBy(g => g.Key.Target, StringComparer.Ordinal).ThenBy(g => g.Key.Names, StringComparer.Ordinal)
            .Select(g => new AllowedRule(
                VerbsOf(g.SelectMany(r => r.Verbs)), isPath ? "" : g.Key.Target, g.Key.Names.Split('\n', StringSplitOptions.RemoveEmptyEntries),
                isPath ? g.Key.Target : ""));

    private static string[] VerbsOf(IEnumerable<string> verbs)
    {
        string[] all = [.. verbs.Distinct().Order(StringComparer.Ordinal)];
        return all.Contains("*") ? ["*"] : all;
    }

    // The subresource follows the group, as in messages: deployments.apps/scale.
    private static string FullName(string resource, string group) => group.Length == 0 ? resource
        : resource.Split('/', 2) is [var name, var subresource] ? $"{name}.{group}/{subresource}" : $"{resource}.{group}";
}
