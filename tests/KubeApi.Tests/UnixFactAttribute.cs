namespace KubeApi.Tests;

/// <summary>A test that needs a shell.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class UnixFactAttribute : FactAttribute
{
    public UnixFactAttribute() => Skip = OperatingSystem.IsWindows() ? "There is no /bin/sh." : null;
}
