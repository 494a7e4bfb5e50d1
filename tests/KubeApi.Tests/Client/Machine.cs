using KubeApi.Client.Configuration;

namespace KubeApi.Tests.Client;

/// <summary>A machine with only these environment variables.</summary>
internal static class Machine
{
    public static HostEnvironment With(string home, params (string Name, string Value)[] variables) => new()
    {
        Home = home,
        CurrentDirectory = home,
        Variable = name => variables.FirstOrDefault(v => v.Name == name).Value,
    };
}
