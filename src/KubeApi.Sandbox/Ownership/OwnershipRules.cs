using KubeApi.Sandbox.Schemas;

namespace KubeApi.Sandbox.Ownership;

/// <summary>
/// The ownership after a write, by the rules of structured-merge-diff: an update takes the fields that it changes from all owners; an apply owns its fields,
/// may not change fields of others, and removes fields of its last apply that have no other owner.
/// </summary>
/// <param name="ignored">Fields that the write does not change, such as the status in a write of the main resource.</param>
internal sealed class OwnershipRules(Schema schema, FieldSet ignored)
{
    /// <summary>Assigns the differing fields of two states to an owner.</summary>
    /// <param name="owners">Changed in place.</param>
    public void Update(JsonObject before, JsonObject after, ManagedFields owners, Owner owner, string apiVersion, string time)
    {
        var comparison = TakeFromOthers(before, after, owners, owner, isForced: true);
        var taken = comparison.Modified.Union(comparison.Added);
        var owned = (owners[owner]?.Fields ?? new FieldSet()).Except(comparison.Removed).Union(taken);
        owners[owner] = new OwnedFields(owned, apiVersion, taken.IsEmpty ? owners[owner]?.Time : time);
    }

    /// <summary>Returns the object with the applied fields and without the fields that the owner dropped.</summary>
    /// <param name="owners">Changed in place.</param>
    /// <exception cref="FieldConflictException">Other owners have fields that would change.</exception>
    public JsonObject Apply(JsonObject live, JsonObject applied, ManagedFields owners, Owner owner, string apiVersion, bool isForced)
    {
        var merged = Merger.Merge(live, applied, schema);
        var last = owners[owner];
        owners[owner] = new OwnedFields(FieldCollector.Collect(applied, schema).ExceptBelow(ignored), apiVersion, last?.Time);
        var result = last is null ? merged : Prune(merged, last.Fields, owners);
        TakeFromOthers(live, result, owners, owner, isForced);
        return result;
    }

    private Comparison TakeFromOthers(JsonObject before, JsonObject after, ManagedFields owners, Owner owner, bool isForced)
    {
        var comparison = Comparison.Of(before, after, schema).Except(ignored);
        var changed = comparison.Modified.Union(comparison.Added);
        var others = owners.Owners.Where(other => other != owner).ToList();
        var conflicts = others.Select(other => (Owner: other, Fields: owners[other]!.Fields.Intersect(changed))).Where(
            conflict => !conflict.Fields.IsEmpty).ToList();
        if (!isForced && conflicts.Count > 0)
        {
            throw new FieldConflictException(
                [.. conflicts.OrderBy(conflict => conflict.Owner.ToString(), StringComparer.Ordinal)
                    .SelectMany(conflict => conflict.Fields.Paths().Select(path => new FieldConflict(conflict.Owner, path)))],
                conflicts.Aggregate(new FieldSet(), (all, conflict) => all.Union(conflict.Fields)));
        }

        foreach (var other in others)
        {
            owners.Change(other, fields => fields.Except(changed).Except(comparison.Removed));
        }

        return comparison;
    }

    // Removes the fields of the last apply, except those with an owner and items that were never applied.
    private JsonObject Prune(JsonObject merged, FieldSet last, ManagedFields owners)
    {
        var dropped = last.WithNamedFields(schema);
        var mergedFields = Fields(merged);
        var pruned = Fields(Remover.Remove(merged, dropped, schema));
        var kept = pruned.Union(owners.All().WithNamedFields(schema));
        var withOwned = Fields(Remover.Remove(merged, mergedFields.Except(kept), schema));
        return Remover.Remove(merged, mergedFields.Except(withOwned).Intersect(dropped), schema);
    }

    private FieldSet Fields(JsonObject value) => FieldCollector.Collect(value, schema).WithNamedFields(schema);
}
