namespace KubeApi.Client.Access;

/// <summary>A user as the server knows it.</summary>
/// <param name="User">The user name; empty if the server reported none.</param>
/// <param name="Uid">The uid; empty for none.</param>
/// <param name="Groups">The groups.</param>
/// <param name="Extra">The extra fields, by key.</param>
public sealed record UserIdentity(string User, string Uid, string[] Groups, IReadOnlyDictionary<string, string[]> Extra);
