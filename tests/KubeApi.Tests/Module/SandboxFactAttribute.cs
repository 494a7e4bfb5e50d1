namespace KubeApi.Tests.Module;

/// <summary>A test that inspects the sandbox, injects faults, or for another reason cannot run against a real cluster.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SandboxFactAttribute : FactAttribute
{
    public SandboxFactAttribute(string reason = "Looks into the sandbox.") => Skip = SandboxFixture.OtherCluster is null ? null : reason;
}
