namespace KubeApi.Tests;

/// <summary>A test with data that needs a shell.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class UnixTheoryAttribute : TheoryAttribute
{
    public UnixTheoryAttribute() => Skip = OperatingSystem.IsWindows() ? "There is no /bin/sh." : null;
}
