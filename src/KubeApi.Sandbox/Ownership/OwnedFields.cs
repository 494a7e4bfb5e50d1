namespace KubeApi.Sandbox.Ownership;

/// <summary>The fields of an owner, with the version and the time of its last write.</summary>
/// <param name="Time">The time of the entry as JSON; null if unknown.</param>
internal sealed record OwnedFields(FieldSet Fields, string ApiVersion, string? Time);
