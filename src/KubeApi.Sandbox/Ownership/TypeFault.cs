namespace KubeApi.Sandbox.Ownership;

/// <summary>An error of an applied object, with its path: `.spec.replica: field not declared in schema`.</summary>
internal sealed record TypeFault(string Path, string Message)
{
    public static string Describe(IReadOnlyList<TypeFault> faults) => faults.Count == 1 ? faults[0].ToString() : string.Join("\n  ", ["errors:", .. faults]);

    public override string ToString() => Path.Length == 0 ? Message : $"{Path}: {Message}";
}
