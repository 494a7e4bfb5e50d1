using System.Reflection;

namespace KubeApi.Tests;

/// <summary>Where the repository is, for tests of its files and of the module it builds.</summary>
internal static class Repository
{
    public static string Root { get; } =
        typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(a => a.Key == "RepositoryRoot").Value!;

    public static string Module { get; } = Path.Combine(Root, "out", "KubeApi", "KubeApi.psd1");
}
