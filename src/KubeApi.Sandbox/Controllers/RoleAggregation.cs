using KubeApi.Sandbox.Json;
using KubeApi.Sandbox.Selectors;
using KubeApi.Sandbox.Store;
using KubeApi.Sandbox.Types;
using KubeApi.Sandbox.Verbs;

namespace KubeApi.Sandbox.Controllers;

/// <summary>Maintains the rules of aggregated cluster roles: admin, edit and view include every role with their label.</summary>
internal sealed class RoleAggregation(ObjectStore store, ResourceCatalog catalog, Updater updater) : IController
{
    private bool _isChanged;

    public void Observe(StoreChange change) => _isChanged |= change.Type == catalog.ClusterRoles;

    public bool Work()
    {
        if (!_isChanged)
        {
            return false;
        }

        _isChanged = false;
        var roles = store.Snapshot(catalog.ClusterRoles).Objects;
        foreach (var role in roles.Where(role => role.Json.AsSpan().IndexOf("\"aggregationRule\":"u8) >= 0))
        {
            var selectors = (role.ToNode().At("aggregationRule.clusterRoleSelectors") as JsonArray ?? []).Select(LabelSelector.Of).ToList();
            var rules = new List<JsonNode>();
            foreach (var rule in from selector in selectors
                                 from part in roles
                                 where part.Name != role.Name && selector?.Matches(part) == true
                                 from rule in part.ToNode()["rules"] as JsonArray ?? []
                                 select rule)
            {
                if (!rules.Any(known => JsonNode.DeepEquals(known, rule)))
                {
                    rules.Add(rule.DeepClone());
                }
            }

            updater.Modify(
                catalog.ClusterRoles, "", role.Name, "", value => value["rules"] = new JsonArray([.. rules.Select(rule => rule.DeepClone())]));
        }

        return true;
    }
}
