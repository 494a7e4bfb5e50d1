using KubeApi.Client.Configuration;
using KubeApi.Client.Errors;
using KubeApi.Yaml;

namespace KubeApi.Tests.Client;

public sealed class HomeFolderTests
{
    [Theory]
    [InlineData("", null)]
    [InlineData(".", null)]
    [InlineData("work", null)]
    public void A_missing_or_relative_folder_is_not_a_home_folder(string folder, string? home) => Assert.Equal(home, HostEnvironment.HomeOf(folder));

    [Fact]
    public void An_existing_folder_is_a_home_folder() => Assert.Equal(Path.GetTempPath(), HostEnvironment.HomeOf(Path.GetTempPath()));

    [Fact]
    public void Without_a_home_folder_there_is_no_kubeconfig()
    {
        var environment = new HostEnvironment { Home = null, Variable = _ => null };
        var reader = new KubeConfigReader(YamlLoader.CreateReader(), environment);

        Assert.Null(environment.HomeKubeConfig);
        Assert.Null(reader.ReadDefault());
        Assert.Contains(
            "the user has no home folder", Assert.Throws<KubeApiException>(() => ConnectionFinder.Find(environment, reader, new ConnectionOverrides())).Message,
            StringComparison.Ordinal);
    }
}
