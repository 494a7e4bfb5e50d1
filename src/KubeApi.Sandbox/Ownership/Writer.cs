namespace KubeApi.Sandbox.Ownership;

/// <summary>The field manager of a write, and its subresource (empty for the object itself).</summary>
internal sealed record Writer(string Manager, string Subresource);
