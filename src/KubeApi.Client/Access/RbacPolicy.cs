using System.Text.Json;
using KubeApi.Client.Json;
using KubeApi.Client.Requests;

namespace KubeApi.Client.Access;

/// <summary>The roles and bindings of a server; finds the subjects of a permission. Pure.</summary>
public sealed class RbacPolicy
{
    private readonly Dictionary<(string Kind, string Namespace, string Name), JsonElement> _roles = [];
    private readonly List<JsonElement> _bindings = [];

    /// <summary>Adds a Role, ClusterRole, RoleBinding or ClusterRoleBinding.</summary>
    /// <param name="kind">Its kind.</param>
    /// <param name="o">The whole object.</param>
    public void Add(string kind, JsonElement o)
    {
        if (kind.EndsWith("Binding", StringComparison.Ordinal))
        {
            _bindings.Add(o);
        }
        else
        {
            _roles[(kind, o.Child("metadata").Text("namespace"), o.Child("metadata").Text("name"))] = o;
        }
    }

    /// <summary>
    /// The subjects that have a permission, once for each binding that grants it. A ClusterRoleBinding applies everywhere, and a RoleBinding to its
    /// namespace.
    /// </summary>
    /// <param name="attributes">The permission. An empty namespace means all namespaces, or a cluster-scoped resource.</param>
    public IEnumerable<AllowedSubject> Find(AccessAttributes attributes) =>
        from binding in _bindings
        let metadata = binding.Child("metadata")
        let scope = metadata.Text("namespace")
        where scope.Length == 0 || (attributes.Path.Length == 0 && (attributes.Namespace.Length == 0 || attributes.Namespace == scope))
        let role = binding.Child("roleRef")
        where _roles.TryGetValue((role.Text("kind"), role.Text("kind") == "Role" ? scope : "", role.Text("name")), out var found)
            && found.Items("rules").Any(rule => Allows(rule, attributes))
        from subject in binding.Items("subjects")
        select new AllowedSubject(
            subject.Text("kind"), subject.Text("name"), subject.Text("namespace"), scope,
            $"{(scope.Length == 0 ? "ClusterRoleBinding" : "RoleBinding")}/{metadata.Text("name")}", $"{role.Text("kind")}/{role.Text("name")}");

    // As the server's authorizer (kubernetes pkg/apis/rbac/v1/evaluation_helpers.go).
    private static bool Allows(JsonElement rule, AccessAttributes attributes)
    {
        if (!Has(rule, "verbs", attributes.Verb))
        {
            return false;
        }

        if (attributes.Path.Length > 0)
        {
            return rule.Texts("nonResourceURLs").Any(url =>
                url == "*" || url == attributes.Path
                || (url.EndsWith('*') && attributes.Path.StartsWith(url.TrimEnd('*'), StringComparison.Ordinal)));
        }

        var isSubresource = attributes.Subresource.Length > 0;
        var resource = isSubresource ? $"{attributes.Resource}/{attributes.Subresource}" : attributes.Resource;
        var names = rule.Texts("resourceNames");
        return Has(rule, "apiGroups", attributes.Group)
            && (Has(rule, "resources", resource) || (isSubresource && rule.Texts("resources").Contains($"*/{attributes.Subresource}")))
            && (names.Length == 0 || (attributes.Name.Length > 0 && names.Contains(attributes.Name)));
    }

    private static bool Has(JsonElement rule, string field, string value) => rule.Texts(field).Any(t => t == "*" || t == value);
}
