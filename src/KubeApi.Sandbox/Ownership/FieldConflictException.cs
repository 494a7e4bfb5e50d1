namespace KubeApi.Sandbox.Ownership;

/// <summary>An apply that was not forced met fields of others.</summary>
internal sealed class FieldConflictException(IReadOnlyList<FieldConflict> conflicts, FieldSet fields) : Exception("Others own some of the fields.")
{
    /// <summary>By owner, and in the order of their fields.</summary>
    public IReadOnlyList<FieldConflict> Conflicts { get; } = conflicts;

    public FieldSet Fields { get; } = fields;
}
