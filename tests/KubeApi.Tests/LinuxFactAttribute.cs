namespace KubeApi.Tests;

/// <summary>A test of code that runs on Linux only.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class LinuxFactAttribute : FactAttribute
{
    public LinuxFactAttribute() => Skip = OperatingSystem.IsLinux() ? null : "Only Linux runs this code.";
}
