namespace KubeApi.Tests.Module;

/// <summary>PowerShell removes empty segments from a path: with an empty variable, it would be the path of another item.</summary>
public sealed class EmptySegmentTests(SandboxFixture sandbox) : IClassFixture<SandboxFixture>
{
    [Theory]
    [InlineData("Remove-Item \"k8s:/api/v1/namespaces/$ns/$empty/$empty\" -Recurse -Force", "k8s:/api/v1/namespaces/NS/")]
    [InlineData("Remove-Item \"k8s:/api/v1/namespaces/$empty/$ns\" -Recurse -Force", "k8s:/api/v1/namespaces//NS")]
    [InlineData("Remove-Item \"$maps/$empty/one\" -Force", "k8s:/api/v1/namespaces/NS/configmaps//one")]
    [InlineData("Remove-Item -LiteralPath \"$maps/$empty/one\" -Force", "k8s:/api/v1/namespaces/NS/configmaps//one")]
    [InlineData("Remove-Item \"$maps/$empty/*\" -Force", "k8s:/api/v1/namespaces/NS/configmaps/")]
    [InlineData("cd k8s:/api/v1/namespaces/$ns; Remove-Item \"configmaps/$empty/one\" -Force", "k8s:/api/v1/namespaces/NS/configmaps//one")]
    [InlineData("cd k8s:/api/v1/namespaces/$ns; Remove-Item \".\\configmaps\\$empty\\one\" -Force", "k8s:/api/v1/namespaces/NS/configmaps//one")]
    [InlineData("Set-Content \"$maps/$empty/one\" \"{ apiVersion: v1, kind: ConfigMap, metadata: { name: one }, data: { a: b } }\"", "NS/configmaps//one")]
    [InlineData("Get-Item \"$maps/$empty/one\"", "k8s:/api/v1/namespaces/NS/configmaps//one")]
    [InlineData("dir \"k8s:/api/v1/namespaces/$empty/$ns\"", "k8s:/api/v1/namespaces//NS")]
    [InlineData("Get-Content \"$maps/$empty/one\"", "k8s:/api/v1/namespaces/NS/configmaps//one")]
    [InlineData("Remove-Item \"KubeApi::$((Get-PSDrive k8s).Root)/api/v1/namespaces/$empty/$ns\" -Force -Recurse", "/api/v1/namespaces//NS")]
    public void An_empty_segment_is_an_error(string command, string path)
    {
        using var shell = Shell();

        var error = shell.Fail(command);

        Assert.Contains(path.Replace("NS", shell.Get("$ns")[0].ToString(), StringComparison.Ordinal), error.ToString(), StringComparison.Ordinal);
        Assert.Contains("has an empty segment", error.ToString(), StringComparison.Ordinal);
        Assert.Equal("1", Assert.Single(shell.Get("(Get-KubeApiObject configmap one -Namespace $ns).data.x")).ToString());
    }

    [Theory]
    [InlineData("$ns")]
    [InlineData("$ns/")]
    [InlineData("$ns/$empty")]
    [InlineData("$ns*")]
    public void A_namespace_is_never_deleted(string path)
    {
        using var shell = Shell();

        var error = shell.Fail($"Remove-Item \"k8s:/api/v1/namespaces/{path}\" -Recurse -Force");

        Assert.Contains($"Remove-KubeApiObject namespace {shell.Get("$ns")[0]} -Session ", error.ToString(), StringComparison.Ordinal);
        Assert.Single(shell.Get("Get-KubeApiObject configmap one -Namespace $ns"));
    }

    [Fact]
    public void Such_a_path_does_not_exist()
    {
        using var shell = Shell();

        Assert.False((bool)Assert.Single(shell.Get("Test-Path \"$maps/$empty/one\"")).BaseObject);
    }

    private ModuleShell Shell()
    {
        var shell = sandbox.InNamespace(inside: true);
        shell.Get("""
            $null = New-KubeApiObject @{ apiVersion = 'v1'; kind = 'ConfigMap'; metadata = @{ name = 'one'; namespace = $ns }; data = @{ x = '1' } }
            $null = New-PSDrive k8s KubeApi /
            $maps = "k8s:/api/v1/namespaces/$ns/configmaps"
            $empty = $null
            """);
        return shell;
    }
}
