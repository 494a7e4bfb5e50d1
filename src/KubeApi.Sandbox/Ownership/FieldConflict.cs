namespace KubeApi.Sandbox.Ownership;

/// <summary>A field of another owner that an apply would change.</summary>
internal sealed record FieldConflict(Owner Owner, string Path);
