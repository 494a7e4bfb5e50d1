namespace KubeApi.Tests.Module;

/// <summary>What Copy-KubeApiItem reports while it copies.</summary>
public sealed class CopyItemTests(SandboxFixture sandbox) : IClassFixture<SandboxFixture>
{
    private const int Files = 3000;

    [Fact]
    public void The_failures_of_many_items_come_one_by_one_and_in_order()
    {
        var folder = Directory.CreateTempSubdirectory("kubeapi-failures-");
        using var shell = sandbox.InNamespace(inside: true);
        for (var i = 0; i < Files; i++)
        {
            File.WriteAllText(Path.Combine(folder.FullName, $"{i:0000}"), "");
        }

        shell.Get("""
            $null = New-KubeApiObject @{ apiVersion = 'v1'; kind = 'Pod'; metadata = @{ name = 'web-1' }; spec = @{ containers = @{ name = 'app'; image = 'x' }, @{ name = 'b'; image = 'x' } } } -Namespace $ns
            """);
        SandboxFixture.Await(shell, "(Get-KubeApiObject pod web-1 -Namespace $ns).status.phase -eq 'Running'");
        var copy = $"Copy-KubeApiItem '{folder.FullName}' -ToPod web-1 -Namespace $ns -Destination /srv -Recurse";
        shell.Get(copy);
        var result = shell.Run($"Copy-KubeApiItem '{folder.FullName}/*' -ToPod web-1 -Namespace $ns -Destination /srv -PassThru");
        folder.Delete(recursive: true);

        Assert.Empty(result.Output);
        Assert.Equal(Enumerable.Range(0, Files).Select(i => $"/srv/{i:0000}"), result.Errors.Select(e => e.TargetObject));
        Assert.All(result.Errors, e => Assert.StartsWith("ItemExists,", e.FullyQualifiedErrorId, StringComparison.Ordinal));
    }
}
