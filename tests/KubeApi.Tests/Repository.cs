using System.Reflection;

namespace KubeApi.Tests;

/// <summary>The location of the repository, for tests of its files and of the built module.</summary>
internal static class Repository
{
    public static string Root { get; } = Metadata("RepositoryRoot");

    public static string Module { get; } = Path.Combine(Root, "out", "KubeApi", "KubeApi.psd1");

    /// <summary>A property of the test project file.</summary>
    public static string Metadata(string key) => typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(a => a.Key == key).Value!;
}
