namespace KubeApi.Tests.Module;

public sealed class CompletionTests(SandboxFixture sandbox) : IClassFixture<SandboxFixture>
{
    [Theory]
    [InlineData("Get-KubeApiObject namespaces NS-t", "NS-two")]
    [InlineData("Get-KubeApiObject ns -LiteralName NS-t", "NS-two")]
    [InlineData("Get-KubeApiObject namespace/NS-t", "namespace/NS-two")]
    [InlineData("Get-KubeApiObject -Namespace NS", "NS,NS-one,NS-two")]
    [InlineData("Get-KubeApiObject serviceaccounts -n NS-one -Name NS-r", "NS-robot")]
    [InlineData("Get-KubeApiObject serviceaccounts NS-r", "")]
    [InlineData("Get-KubeApiObject serviceaccounts -AllNamespaces -Name NS-r", "NS-robot")]
    [InlineData("Get-KubeApiObject serviceaccounts -n nowhere NS-r", "")]
    [InlineData("Get-KubeApiObject nosuchthings a", "")]
    [InlineData("Get-KubeApiObject ns -Session nowhere NS", "")]
    public void Names_of_objects_and_namespaces_are_asked_of_the_server(string line, string expected)
    {
        using var shell = sandbox.InNamespace();
        shell.Get("""
            foreach ($name in 'one', 'two') { $null = Invoke-KubeApi POST /api/v1/namespaces -Body @{ metadata = @{ name = "$ns-$name" } } }
            $null = Invoke-KubeApi POST "/api/v1/namespaces/$ns-one/serviceaccounts" -Body @{ metadata = @{ name = "$ns-robot" } }
            """);
        var name = shell.Get("$ns")[0].ToString();

        Assert.Equal(expected.Replace("NS", name, StringComparison.Ordinal), shell.Complete(line.Replace("NS", name, StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("Get-KubeApiObject deployments -Subresource ", "scale,status")]
    [InlineData("Get-KubeApiObject po/x -Subresource l", "log")]
    [InlineData("Get-KubeApiObject pods,deploy -Subresource s", "scale,status")]
    [InlineData("Get-KubeApiObject pods -Subresource ev", "")]
    [InlineData("Get-KubeApiObject nosuchthings -Subresource ", "")]
    [InlineData("Update-KubeApiObject pods -Subresource l", "")]
    [InlineData("Update-KubeApiObject csr -Subresource ", "approval,status")]
    [InlineData("Set-KubeApiObject -Subresource appr", "approval")]
    [InlineData("Compare-KubeApiObject -Subresource sc", "scale")]
    public void Subresources_that_the_command_can_work_on_are_offered(string line, string expected)
    {
        using var shell = sandbox.Connected();

        Assert.Equal(expected, shell.Complete(line));
    }

    [Theory]
    [InlineData("Restart-KubeApiWorkload ", "daemonsets,deployments,statefulsets")]
    [InlineData("Undo-KubeApiRollout ", "daemonsets,deployments,statefulsets")]
    [InlineData("Get-KubeApiRollout ", "daemonsets,deployments,statefulsets")]
    [InlineData("Resize-KubeApiWorkload ", "deployments,replicasets,replicationcontrollers,statefulsets")]
    public void Types_that_the_command_can_work_on_are_offered(string line, string expected)
    {
        using var shell = sandbox.Connected();

        Assert.Equal(expected, shell.Complete(line));
    }

    [Fact]
    public void Who_may_not_list_namespaces_is_offered_the_session_s_own()
    {
        using var shell = sandbox.ToCluster();
        shell.Get("$null = Connect-KubeApi -KubeConfig $KubeConfig -Namespace mine -As nobody -Name ([guid]::NewGuid())");

        Assert.Equal("mine", shell.Complete("Get-KubeApiObject pods -Namespace "));
        Assert.Equal("", shell.Complete("Get-KubeApiObject pods "));
    }

    [SandboxFact]
    public void Pressing_Tab_again_asks_the_server_nothing()
    {
        using var shell = sandbox.Connected();
        shell.Complete("Get-KubeApiObject namespaces kube-");
        sandbox.Server.ClearRequests();

        Assert.Equal("kube-system", shell.Complete("Get-KubeApiObject namespaces kube-s"));
        Assert.Empty(sandbox.Server.Requests);
    }

    [SandboxFact]
    public void The_first_Tab_after_connecting_completes_types()
    {
        using var shell = sandbox.Connected();
        sandbox.Server.ClearRequests();

        Assert.Equal("poddisruptionbudgets,pods,pods.metrics.k8s.io,podtemplates", shell.Complete("Get-KubeApiObject pod"));
        Assert.Equal("podtemplates", shell.Complete("Get-KubeApiObject podt"));
        Assert.Equal(["/api", "/apis"], sandbox.Server.Requests.Select(r => r.PathAndQuery).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Without_a_session_nothing_is_offered()
    {
        using var shell = sandbox.Shell();

        Assert.Equal("", shell.Complete("Get-KubeApiObject pods -Name "));
        Assert.Equal("", shell.Complete("Get-KubeApiObject -Namespace "));
    }
}
