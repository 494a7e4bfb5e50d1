using System.Text.Json.Nodes;

namespace KubeApi.Sandbox.Ownership;

/// <summary>
/// Converts the owners of the replicas between a workload and its Scale. The writer of a Scale owns its fields, and earlier update owners of the workload's
/// replicas become owners through the Scale, without a time.
/// </summary>
/// <param name="path">The path of the replicas.</param>
internal sealed class ScaleOwners(string path)
{
    private const string ScaleVersion = "autoscaling/v1";

    private readonly PathElement[] _path = Steps(path);

    /// <summary>The managedFields of the Scale; empty if the replicas have no owner.</summary>
    public JsonArray ToScale(JsonNode? entries)
    {
        var scale = new ManagedFields();
        var parent = ManagedFields.Read(entries) ?? new ManagedFields();
        foreach (var owner in parent.Owners.Where(owner => Has(parent[owner]!)))
        {
            scale[InScale(owner)] = new OwnedFields(FieldSet.Of(Steps("spec.replicas")), ScaleVersion, parent[owner]!.Time);
        }

        return scale.Write();
    }

    /// <summary>The managedFields of the workload after its Scale was written.</summary>
    public JsonArray ToParent(JsonNode? entries, JsonNode? scaleEntries, string apiVersion)
    {
        var (parent, scale) = (ManagedFields.Read(entries) ?? new ManagedFields(), ManagedFields.Read(scaleEntries) ?? new ManagedFields());
        foreach (var owner in parent.Owners.Where(owner => Has(parent[owner]!)))
        {
            // Apply owners are the same in every version: they keep their fields if the Scale has not taken them.
            if (scale[owner] is null)
            {
                parent.Change(owner, fields => fields.Except(FieldSet.Of(_path)));
            }
            else
            {
                scale[owner] = null;
            }
        }

        foreach (var owner in scale.Owners)
        {
            parent[owner] = new OwnedFields(FieldSet.Of(_path), apiVersion, null);
        }

        return parent.Write();
    }

    private static Owner InScale(Owner owner) => owner.Applies ? owner : owner with { ApiVersion = ScaleVersion };

    private static PathElement[] Steps(string path) => [.. path.Split('.').Select(PathElement.Field)];

    private bool Has(OwnedFields owned)
    {
        var fields = owned.Fields;
        foreach (var step in _path[..^1])
        {
            if (fields.Below(step) is not { } below)
            {
                return false;
            }

            fields = below;
        }

        return fields.Has(_path[^1]);
    }
}
