namespace KubeApi.Tests.Module;

/// <summary>What is defined while a session is open is there for its cmdlets, with all its names and keys.</summary>
public sealed class CustomResourceTests(SandboxFixture sandbox) : IClassFixture<SandboxFixture>
{
    private ModuleShell ShellWithWidgets()
    {
        var shell = sandbox.Connected();
        shell.Get("""
            $group = 'g' + [guid]::NewGuid().ToString('n').Substring(0, 8) + '.example.com'
            $null = Invoke-KubeApi POST /apis/apiextensions.k8s.io/v1/customresourcedefinitions -Body @{
                apiVersion = 'apiextensions.k8s.io/v1'; kind = 'CustomResourceDefinition'; metadata = @{ name = "widgets.$group" }
                spec = @{
                    group = $group; scope = 'Namespaced'; names = @{ plural = 'widgets'; kind = 'Widget'; listKind = 'OddNameOfList'; shortNames = @($group.Split('.')[0]) }
                    versions = @(@{ name = 'v1'; served = $true; storage = $true; schema = @{ openAPIV3Schema = @{
                        type = 'object'; properties = @{ spec = @{ type = 'object'; 'x-kubernetes-preserve-unknown-fields' = $true; description = 'What it is.' } } } } })
                }
            }
            """);
        return shell;
    }

    [Fact]
    public void A_new_kind_is_found_by_all_its_names()
    {
        using var shell = ShellWithWidgets();

        Assert.Equal("widgets Widget True", Assert.Single(shell.Get("Get-KubeApiResource \"widgets.$group\" | ForEach-Object { '{0} {1} {2}' -f $_.Name, $_.Kind, $_.Namespaced }")).ToString());
        Assert.Empty(shell.Get("Get-KubeApiObject $group.Split('.')[0] -n default"));
    }

    [Fact]
    public void Keys_that_differ_in_case_and_the_empty_key_stay()
    {
        using var shell = ShellWithWidgets();
        shell.Get("""$null = Invoke-KubeApi POST "/apis/$group/v1/namespaces/default/widgets" -Body '{"metadata":{"name":"one"},"spec":{"":"empty","App":1,"app":2}}'""");

        Assert.Equal(
            "empty 1 2 Widget",
            Assert.Single(shell.Get("Get-KubeApiObject \"widgets.$group\" one -n default | ForEach-Object { '{0} {1} {2} {3}' -f $_.spec[''], $_.spec['App'], $_.spec['app'], $_.kind }")).ToString());
    }

    [Fact]
    public void Pages_go_on_though_their_metadata_come_last()
    {
        using var shell = ShellWithWidgets();
        shell.Get("""1..5 | ForEach-Object { $null = Invoke-KubeApi POST "/apis/$group/v1/namespaces/default/widgets" -Body @{ metadata = @{ name = "w$_" }; spec = @{ n = $_ } } }""");

        Assert.Equal("w1 w2 w3 w4 w5", string.Join(' ', shell.Get("Get-KubeApiObject \"widgets.$group\" -n default -PageSize 2 | ForEach-Object { $_.metadata.name }")));
        Assert.All(shell.Get("Get-KubeApiObject \"widgets.$group\" -n default -PageSize 2 | ForEach-Object kind"), kind => Assert.Equal("Widget", kind.ToString()));
    }
}
