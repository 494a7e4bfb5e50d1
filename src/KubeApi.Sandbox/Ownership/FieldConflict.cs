namespace KubeApi.Sandbox.Ownership;

/// <summary>A field that an apply would change although somebody else owns it.</summary>
internal sealed record FieldConflict(Owner Owner, string Path);
