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

    /// <summary>The JSON of the role, for rules reviews.</summary>
    public JsonObject Json { get; }

    public bool IsForResources => _resources.Length > 0;

    public bool IsForUrls => _urls.Length > 0;

    public bool Allows(AccessRequest access) =>
        Matches(_verbs, access.Verb) && (access.IsResource ? AllowsResource(access) : _urls.Any(url => MatchesUrl(url, access.Path)));

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
