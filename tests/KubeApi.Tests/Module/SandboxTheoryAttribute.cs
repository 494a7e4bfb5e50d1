namespace KubeApi.Tests.Module;

/// <summary>As <see cref="SandboxFactAttribute"/>, with data.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SandboxTheoryAttribute : TheoryAttribute
{
    public SandboxTheoryAttribute() => Skip = SandboxFixture.OtherCluster is null ? null : "Looks into the sandbox.";
}
