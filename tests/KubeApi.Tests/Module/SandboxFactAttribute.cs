namespace KubeApi.Tests.Module;

/// <summary>A test that looks into the sandbox or lets it misbehave, or that for another reason no other cluster will do for.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SandboxFactAttribute : FactAttribute
{
    public SandboxFactAttribute(string reason = "Looks into the sandbox.") => Skip = SandboxFixture.OtherCluster is null ? null : reason;
}
