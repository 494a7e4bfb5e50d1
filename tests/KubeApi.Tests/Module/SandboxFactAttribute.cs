namespace KubeApi.Tests.Module;

/// <summary>A test that looks into the sandbox or lets it misbehave: no other cluster will do.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SandboxFactAttribute : FactAttribute
{
    public SandboxFactAttribute() => Skip = SandboxFixture.OtherCluster is null ? null : "Looks into the sandbox.";
}
