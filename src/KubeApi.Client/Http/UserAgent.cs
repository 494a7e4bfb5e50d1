using System.Reflection;
using System.Runtime.InteropServices;

namespace KubeApi.Client.Http;

/// <summary>The User-Agent, visible in the server's audit log: <c>kubeapi/0.1.0 (linux/x64)</c>.</summary>
internal static class UserAgent
{
    public static string Value { get; } = $"kubeapi/{Version()} ({Platform()}/{RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant()})";

    private static string Version() => typeof(UserAgent).Assembly.GetCustomAttribute<AssemblyFileVersionAttribute>()?.Version ?? "0";

    private static string Platform() =>
        OperatingSystem.IsWindows() ? "windows" : OperatingSystem.IsMacOS() ? "darwin" : "linux";
}
