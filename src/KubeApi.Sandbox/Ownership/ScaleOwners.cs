using System.Text.Json.Nodes;

namespace KubeApi.Sandbox.Ownership;

/// <summary>
/// Who owns the number of replicas, as the Scale of a workload tells it, and back. Whoever writes a Scale owns fields of that, and what was owned of
/// the workload's number in updates is from then on owned by way of the Scale; nobody notes when.
/// </summary>
/// <param name="path">Where the workload has the number.</param>
internal sealed class ScaleOwners(string path)
{
    private const string ScaleVersion = "autoscaling/v1";

    private readonly PathElement[] _path = Steps(path);

    /// <summary>The managedFields of the Scale; empty where nobody owns the number.</summary>
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
            // Those who apply are the same in every version: they keep what they have, if the Scale has left it to them.
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
