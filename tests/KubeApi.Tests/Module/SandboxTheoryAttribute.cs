namespace KubeApi.Tests.Module;

/// <summary>As <see cref="SandboxFactAttribute"/>, with data.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SandboxTheoryAttribute : TheoryAttribute
{
    public SandboxTheoryAttribute(string reason = "Looks into the sandbox.") => Skip = SandboxFixture.OtherCluster is null ? null : reason;
}
