namespace KubeApi.Sandbox.Ownership;

/// <summary>What is wrong with an applied object, by its place: `.spec.replica: field not declared in schema`.</summary>
internal sealed record TypeFault(string Path, string Message)
{
    public static string Describe(IReadOnlyList<TypeFault> faults) => faults.Count == 1 ? faults[0].ToString() : string.Join("\n  ", ["errors:", .. faults]);

    public override string ToString() => Path.Length == 0 ? Message : $"{Path}: {Message}";
}
