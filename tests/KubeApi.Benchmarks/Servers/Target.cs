using KubeApi.Client.Configuration;
using KubeApi.Yaml;

namespace KubeApi.Benchmarks.Servers;

/// <summary>How to reach the server of a kubeconfig.</summary>
internal static class Target
{
    public static ConnectionSettings Read(string kubeConfig)
    {
        Environment.SetEnvironmentVariable("KUBECONFIG", kubeConfig);
        return KubeConfigResolver.Resolve(new KubeConfigReader(YamlLoader.CreateReader(), new HostEnvironment()).ReadDefault()!, new HostEnvironment());
    }
}
