using System.Runtime.CompilerServices;
using KubeApi.Sandbox.Store;

namespace KubeApi.Sandbox.Rbac;

/// <summary>A snapshot of the roles and bindings. Each is parsed once, however often the policy is rebuilt.</summary>
internal sealed class RbacPolicy
{
    private static readonly ConditionalWeakTable<StoredObject, PolicyRule[]> s_rules = [];
    private static readonly ConditionalWeakTable<StoredObject, Binding> s_bindings = [];

    private readonly Dictionary<string, PolicyRule[]> _roles = new(StringComparer.Ordinal);
    private readonly Dictionary<string, PolicyRule[]> _clusterRoles = new(StringComparer.Ordinal);
    private readonly List<Binding> _clusterBindings = [];
    private readonly ILookup<string, Binding> _bindings;

    public RbacPolicy(RbacSnapshot snapshot)
    {
        Snapshot = snapshot;
        foreach (var role in snapshot.Roles)
        {
            _roles[role.Key] = Rules(role);
        }

        foreach (var role in snapshot.ClusterRoles)
        {
            _clusterRoles[role.Name] = Rules(role);
        }

        _clusterBindings.AddRange(snapshot.ClusterRoleBindings.Select(Parsed));
        _bindings = snapshot.RoleBindings.Select(Parsed).ToLookup(binding => binding.Namespace, StringComparer.Ordinal);
    }

    /// <summary>The objects of the policy.</summary>
    public RbacSnapshot Snapshot { get; }

    /// <summary>All rules of a user in a namespace, with their bindings; a binding to a missing role has no rule.</summary>
    public IEnumerable<(Binding Binding, string Subject, PolicyRule? Rule)> RulesFor(User user, string @namespace)
    {
        var bindings = @namespace.Length == 0 ? _clusterBindings : _clusterBindings.Concat(_bindings[@namespace]);
        foreach (var binding in bindings)
        {
            if (binding.SubjectFor(user) is not { } subject)
            {
                continue;
            }

            if (RulesOf(binding.RoleKind, binding.Namespace, binding.RoleName) is not { } rules)
            {
                yield return (binding, subject, null);
                continue;
            }

            foreach (var rule in rules)
            {
                yield return (binding, subject, rule);
            }
        }
    }

    // Null if the role does not exist.
    private PolicyRule[]? RulesOf(string kind, string @namespace, string name) =>
        kind == "ClusterRole" ? _clusterRoles.GetValueOrDefault(name) : _roles.GetValueOrDefault($"{@namespace}/{name}");

    private static PolicyRule[] Rules(StoredObject role) => s_rules.GetValue(
        role,
        static stored => stored.ToNode()["rules"] is JsonArray rules ? [.. rules.OfType<JsonObject>().Select(rule => new PolicyRule(rule))] : []);

    private static Binding Parsed(StoredObject binding) =>
        s_bindings.GetValue(binding, static stored => new Binding(stored.Namespace, stored.Name, stored.ToNode()));
}
