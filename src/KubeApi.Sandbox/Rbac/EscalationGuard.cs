using System.Text.Json.Nodes;
using KubeApi.Sandbox.Errors;
using KubeApi.Sandbox.Json;
using KubeApi.Sandbox.Types;

namespace KubeApi.Sandbox.Rbac;

/// <summary>
/// Prevents privilege escalation: writing a role requires its rules or the verb `escalate`, binding it requires its rules or the verb `bind`.
/// </summary>
internal sealed class EscalationGuard(RbacAuthorizer authorizer)
{
    private const string Group = "rbac.authorization.k8s.io";

    private static readonly PolicyRule[] s_everything =
    [
        new((JsonObject)JsonNode.Parse("""{"verbs":["*"],"apiGroups":["*"],"resources":["*"]}""")!),
        new((JsonObject)JsonNode.Parse("""{"verbs":["*"],"nonResourceURLs":["*"]}""")!),
    ];

    /// <param name="current">The stored object; null for a new one.</param>
    public void Check(User user, ResourceType type, string @namespace, JsonObject value, JsonObject? current)
    {
        if (type.Group != Group || user.Groups.Contains(User.Masters))
        {
            return;
        }

        var name = value.StringAt("metadata.name") ?? "";
        if (type.Resource is "roles" or "clusterroles")
        {
            CheckRole(user, type, @namespace, name, value, current);
        }
        else if (current is null || !JsonNode.DeepEquals(current["subjects"], value["subjects"]) || !JsonNode.DeepEquals(current["roleRef"], value["roleRef"]))
        {
            CheckBinding(user, type, @namespace, name, value);
        }
    }

    private void CheckRole(User user, ResourceType type, string @namespace, string name, JsonObject value, JsonObject? current)
    {
        var (rules, aggregation) = (value["rules"] as JsonArray ?? [], value["aggregationRule"]);
        var isSame = current is not null && JsonNode.DeepEquals(current["rules"] ?? new JsonArray(), rules)
            && JsonNode.DeepEquals(current["aggregationRule"], aggregation);
        if (isSame || IsAllowed(user, "escalate", type.Resource, @namespace, name))
        {
            return;
        }

        // An aggregated role can collect any rule.
        if (aggregation is not null && Missing(user, @namespace, s_everything) is not null)
        {
            throw ApiErrors.NotAdmitted(type, name, "must have cluster-admin privileges to use the aggregationRule");
        }

        Require(user, type, @namespace, name, [.. rules.OfType<JsonObject>().Select(rule => new PolicyRule(rule))]);
    }

    private void CheckBinding(User user, ResourceType type, string @namespace, string name, JsonObject value)
    {
        var (kind, role) = (value.StringAt("roleRef.kind") ?? "", value.StringAt("roleRef.name") ?? "");
        if (IsAllowed(user, "bind", kind == "ClusterRole" ? "clusterroles" : "roles", @namespace, role))
        {
            return;
        }

        // A real server uses the binding's type for the role, too.
        Require(user, type, @namespace, name, authorizer.RulesOf(kind, @namespace, role) ?? throw ApiErrors.NotFound(type, role));
    }

    private void Require(User user, ResourceType type, string @namespace, string name, IReadOnlyList<PolicyRule> rules)
    {
        if (Missing(user, @namespace, rules) is { } missing)
        {
            throw ApiErrors.NotAdmitted(type, name, missing);
        }
    }

    private bool IsAllowed(User user, string verb, string resource, string @namespace, string name) =>
        authorizer.Decide(user, new AccessRequest { Verb = verb, Group = Group, Resource = resource, Namespace = @namespace, Name = name }).IsAllowed;

    // Null if the user has all rules.
    private string? Missing(User user, string @namespace, IReadOnlyList<PolicyRule> rules)
    {
        var held = authorizer.RulesFor(user, @namespace).ToList();
        var missing = rules.SelectMany(rule => rule.Single()).Where(rule => !held.Any(own => own.Covers(rule))).ToList();
        if (missing.Count == 0)
        {
            return null;
        }

        var groups = string.Join(' ', user.Groups.Select(ApiErrors.Quote));
        var lines = string.Join('\n', PolicyRule.Compact(missing).Select(rule => rule.ToString()).Distinct().Order(StringComparer.Ordinal));
        var unresolved = authorizer.MissingRolesFor(user, @namespace).ToList();
        var suffix = unresolved.Count > 0 ? $"; resolution errors: [{string.Join(' ', unresolved)}]" : "";
        return $"user {ApiErrors.Quote(user.Name)} (groups=[{groups}]) is attempting to grant RBAC permissions not currently held:\n{lines}{suffix}";
    }
}
