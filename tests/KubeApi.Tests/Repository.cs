using System.Reflection;

namespace KubeApi.Tests;

/// <summary>Where the repository is, for tests of its files and of the module it builds.</summary>
internal static class Repository
{
    public static string Root { get; } = Metadata("RepositoryRoot");

    public static string Module { get; } = Path.Combine(Root, "out", "KubeApi", "KubeApi.psd1");

    /// <summary>What the test project's file says.</summary>
    public static string Metadata(string key) => typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(a => a.Key == key).Value!;
}
