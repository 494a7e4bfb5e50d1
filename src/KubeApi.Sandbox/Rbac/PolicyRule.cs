using System.Text.Json.Nodes;
using KubeApi.Sandbox.Errors;
using KubeApi.Sandbox.Types;

namespace KubeApi.Sandbox.Rbac;

/// <summary>One rule of a Role or ClusterRole.</summary>
internal sealed class PolicyRule
{
    private const string All = "*";

    private readonly string[] _verbs;
    private readonly string[] _groups;
    private readonly string[] _resources;
    private readonly string[] _names;
    private readonly string[] _urls;

    public PolicyRule(JsonObject rule)
    {
        Json = rule;
        _verbs = Strings(rule, "verbs");
        _groups = Strings(rule, "apiGroups");
        _resources = Strings(rule, "resources");
        _names = Strings(rule, "resourceNames");
        _urls = Strings(rule, "nonResourceURLs");
    }

    private PolicyRule(string[] verbs, string[] groups, string[] resources, string[] names, string[] urls)
    {
        (Json, _verbs, _groups, _resources, _names, _urls) = ([], verbs, groups, resources, names, urls);
    }

    /// <summary>The JSON of the role, for rules reviews.</summary>
    public JsonObject Json { get; }

    public bool IsForResources => _resources.Length > 0;

    public bool IsForUrls => _urls.Length > 0;

    public bool Allows(AccessRequest access) =>
        Matches(_verbs, access.Verb) && (access.IsResource ? AllowsResource(access) : _urls.Any(url => MatchesUrl(url, access.Path)));

    /// <summary>Splits the rule: one verb on one resource, of one name or of all; or one verb on one path.</summary>
    public IEnumerable<PolicyRule> Single()
    {
        foreach (var (group, resource, verb) in from @group in _groups from resource in _resources from verb in _verbs select (@group, resource, verb))
        {
            foreach (var names in _names.Length == 0 ? [[]] : _names.Select(name => (string[])[name]))
            {
                yield return new PolicyRule([verb], [group], [resource], names, []);
            }
        }

        foreach (var (url, verb) in from url in _urls from verb in _verbs select (url, verb))
        {
            yield return new PolicyRule([verb], [], [], [], [url]);
        }
    }

    /// <summary>Whether this rule includes the other.</summary>
    /// <param name="other">One of the parts of <see cref="Single"/>.</param>
    public bool Covers(PolicyRule other) =>
        other._verbs.All(verb => Matches(_verbs, verb))
        && other._groups.All(group => Matches(_groups, group))
        && other._resources.All(CoversResource)
        && (_names.Length == 0 || other.IsForUrls || (other._names.Length > 0 && other._names.All(_names.Contains)))
        && other._urls.All(wanted => _urls.Any(url => MatchesUrl(url, wanted)));

    /// <summary>Joins the parts of <see cref="Single"/> that differ only in their verb.</summary>
    public static IEnumerable<PolicyRule> Compact(IEnumerable<PolicyRule> rules) => rules
        .GroupBy(rule => new PolicyRule([], rule._groups, rule._resources, rule._names, rule._urls).ToString(), StringComparer.Ordinal)
        .SelectMany(IEnumerable<PolicyRule> (group) => group.First() is { IsForUrls: false } first
            ? [new PolicyRule([.. group.SelectMany(rule => rule._verbs).Distinct()], first._groups, first._resources, first._names, [])]
            : group);

    /// <summary>The rule in messages: `{APIGroups:["apps"], Resources:["deployments"], Verbs:["get" "list"]}`.</summary>
    public override string ToString()
    {
        var parts = ((string Name, string[] Values)[])
        [
            ("APIGroups", _groups), ("Resources", _resources), ("NonResourceURLs", _urls), ("ResourceNames", _names), ("Verbs", _verbs),
        ];
        var shown = parts.Where(part => part.Values.Length > 0).Select(part => $"{part.Name}:[{string.Join(' ', part.Values.Select(ApiErrors.Quote))}]");
        return $"{{{string.Join(", ", shown)}}}";
    }

    private bool AllowsResource(AccessRequest access)
    {
        if (!Matches(_groups, access.Group) || (_names.Length > 0 && !_names.Contains(access.Name)))
        {
            return false;
        }

        return CoversResource(access.Subresource.Length == 0 ? access.Resource : $"{access.Resource}/{access.Subresource}");
    }

    // `*/scale` is the subresource of all resources.
    private bool CoversResource(string wanted) => _resources.Any(resource =>
        resource is All || resource == wanted || (wanted.IndexOf('/', StringComparison.Ordinal) is > 0 and var slash && resource == All + wanted[slash..]));

    private static bool Matches(string[] allowed, string wanted) => allowed.Contains(All) || allowed.Contains(wanted);

    private static bool MatchesUrl(string url, string path) =>
        url == path || (url.EndsWith('*') && path.StartsWith(url[..^1], StringComparison.Ordinal));

    private static string[] Strings(JsonObject rule, string name) =>
        rule[name] is JsonArray array ? [.. array.OfType<JsonValue>().Select(item => item.ToString())] : [];
}
