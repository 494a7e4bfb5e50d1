namespace KubeApi.Tests.Module;

/// <summary>Names in the Turkish culture, where the upper case of i is not I.</summary>
public sealed class TurkishTests(SandboxFixture sandbox) : IClassFixture<SandboxFixture>
{
    [Theory]
    [InlineData("(Get-KubeApiGroup NETWORKING.K8S.IO).Name", "networking.k8s.io")]
    [InlineData("(Get-KubeApiGroup NETWORKING*).Name", "networking.k8s.io")]
    [InlineData("(Get-KubeApiSession ISTANBUL$id).Name -eq \"istanbul$id\"", "True")]
    [InlineData("(Get-KubeApiSession ISTANBUL*$id).Name -eq \"istanbul$id\"", "True")]
    [InlineData("(Get-KubeApiContext SANDBOX-ADMIN -KubeConfig $KubeConfig).Name", "sandbox-admin")]
    [InlineData("(Get-KubeApiResource INGRESSES -Group NETWORKING*).Name", "ingresses")]
    [InlineData("(Get-KubeApiObject ns KUBE-PUBLI*).metadata.name", "kube-public")]
    [InlineData("(Get-KubeApiObject ns default | Select-KubeApiColumn KIND, NAME*).Name", "default")]
    public void Case_is_ignored(string script, string expected)
    {
        using var shell = sandbox.Shell();

        var output = shell.Get($$"""
            $id = [guid]::NewGuid().ToString('n'); $null = Connect-KubeApi sandbox-admin -KubeConfig $KubeConfig -Name "istanbul$id"
            $before = [cultureinfo]::CurrentCulture
            try { [cultureinfo]::CurrentCulture = 'tr-TR'; {{script}} } finally { [cultureinfo]::CurrentCulture = $before }
            """);

        Assert.Equal(expected, Assert.Single(output).ToString());
    }
}
