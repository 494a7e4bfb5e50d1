namespace KubeApi.Sandbox.Ownership;

/// <summary>An apply without force conflicts with fields of other owners.</summary>
internal sealed class FieldConflictException(IReadOnlyList<FieldConflict> conflicts, FieldSet fields) : Exception("Others own some of the fields.")
{
    /// <summary>Sorted by owner and field.</summary>
    public IReadOnlyList<FieldConflict> Conflicts { get; } = conflicts;

    public FieldSet Fields { get; } = fields;
}
