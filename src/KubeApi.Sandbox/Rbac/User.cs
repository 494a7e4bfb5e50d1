namespace KubeApi.Sandbox.Rbac;

/// <summary>An authenticated user.</summary>
internal sealed record User(string Name, string Uid, IReadOnlyList<string> Groups)
{
    public const string Authenticated = "system:authenticated";
    public const string Masters = "system:masters";

    public static User Anonymous { get; } = new("system:anonymous", "", ["system:unauthenticated"]);

    public IReadOnlyDictionary<string, IReadOnlyList<string>> Extra { get; init; } = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
}
