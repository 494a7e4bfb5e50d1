namespace KubeApi.Client.Errors;

/// <summary>English articles before the names of kinds and types.</summary>
public static class Articles
{
    /// <summary>The name after <c>a</c> or <c>an</c>: <c>an Ingress</c>, <c>a Pod</c>.</summary>
    public static string Before(string name) => $"{(name is ['A' or 'E' or 'I' or 'O' or 'a' or 'e' or 'i' or 'o', ..] ? "an" : "a")} {name}";
}
