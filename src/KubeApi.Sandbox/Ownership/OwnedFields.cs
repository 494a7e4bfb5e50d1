namespace KubeApi.Sandbox.Ownership;

/// <summary>What an owner owns, in the version it was written in, since when.</summary>
/// <param name="Time">When the owner last took fields, as in JSON; null if that is not known.</param>
internal sealed record OwnedFields(FieldSet Fields, string ApiVersion, string? Time);
