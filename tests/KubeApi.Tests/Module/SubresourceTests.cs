namespace KubeApi.Tests.Module;

/// <summary>A piped subresource is written back to the subresource, and is never taken for the object itself.</summary>
public sealed class SubresourceTests(SandboxFixture sandbox) : IClassFixture<SandboxFixture>, IDisposable
{
    private readonly ModuleShell _shell = Shell(sandbox);

    public void Dispose()
    {
        _shell.Dispose();
        sandbox.Server.Intercept = null;
    }

    [Theory]
    [InlineData("$scale | Get-KubeApiObject | ForEach-Object kind", "Scale")]
    [InlineData("$scale | Get-KubeApiObject | Get-KubeApiObject | ForEach-Object kind", "Scale")]
    [InlineData("$scale | Get-KubeApiObject -Subresource status | ForEach-Object kind", "Deployment")]
    [InlineData(
        "$scale | Update-KubeApiObject @{ spec = @{ replicas = 5 } } -Type Merge | ForEach-Object { '{0} {1}' -f $_.kind, $_.spec.replicas }", "Scale 5")]
    [InlineData("$scale | Update-KubeApiObject { $_.spec.replicas = 6 } | ForEach-Object { '{0} {1}' -f $_.kind, $_.spec.replicas }", "Scale 6")]
    [InlineData(
        "$scale | Update-KubeApiObject @{ spec = @{ replicas = 3 } } -Type Apply | ForEach-Object { '{0} {1}' -f $_.kind, $_.spec.replicas }", "Scale 3")]
    [InlineData("$scale.spec.replicas = 7; $scale | Set-KubeApiObject -Replace | ForEach-Object { '{0} {1}' -f $_.kind, $_.spec.replicas }", "Scale 7")]
    [InlineData("$scale.spec.replicas = 7; $scale | Set-KubeApiObject | ForEach-Object { '{0} {1}' -f $_.kind, $_.spec.replicas }", "Scale 7")]
    [InlineData(
        "$scale.spec.replicas = 8; $scale | Compare-KubeApiObject -ForceConflicts -WarningAction Ignore | ForEach-Object { '{0} {1} {2}' -f $_.Path, "
            + "$_.Before, $_.After }",
        "spec.replicas 3 8")]
    [InlineData("$status | Update-KubeApiObject @{ status = @{ collisionCount = 2 } } -Type Merge | ForEach-Object { $_.status.collisionCount }", "2")]
    [InlineData(
        "Update-KubeApiObject deployment web @{ spec = @{ replicas = 9 } } -n $ns -Type Merge -Subresource scale | Get-KubeApiObject | ForEach-Object kind",
        "Scale")]
    [InlineData("$scale | Resize-KubeApiWorkload -Replicas 2 | ForEach-Object { $_.spec.replicas }", "2")]
    public void A_piped_subresource_is_written_to_the_subresource(string script, string expected) =>
        Assert.Equal(expected, Assert.Single(_shell.Get(script)).ToString());

    [SandboxFact]
    public void A_log_is_not_an_object()
    {
        _shell.Get("$null = New-KubeApiObject '{apiVersion: v1, kind: Pod, metadata: {name: p}, spec: {containers: [{name: c, image: nginx}]}}' -n $ns");
        sandbox.Server.Intercept = async context =>
        {
            if (!context.Request.Path.Value!.EndsWith("/log", StringComparison.Ordinal))
            {
                return false;
            }

            context.Response.ContentType = "text/plain";
            await context.Response.Body.WriteAsync("TOPSECRET\nline two\n"u8.ToArray());
            return true;
        };

        var error = _shell.Fail("Get-KubeApiObject pod p -Subresource log -n $ns");

        Assert.StartsWith("NotJson,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("pods/log is not an object: the server returned text/plain.", error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("TOP", $"{error}{error.Exception}", StringComparison.Ordinal);
        var command = error.ErrorDetails.RecommendedAction.Split("line by line: ")[1].Split(". To save")[0];
        Assert.Equal(["TOPSECRET", "line two"], _shell.Get(command).Select(line => line.BaseObject));
    }

    [Theory]
    [InlineData("$scale", "scale")]
    [InlineData("$status", "status")]
    public void A_subresource_is_not_deleted_as_its_object(string part, string name)
    {
        var error = _shell.Fail($"{part} | Remove-KubeApiObject");

        Assert.StartsWith("InvalidArgument,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains($"is the subresource '{name}' of an object", error.ToString(), StringComparison.Ordinal);
        Assert.Single(_shell.Get("Get-KubeApiObject deployment web -n $ns"));
    }

    private static ModuleShell Shell(SandboxFixture sandbox)
    {
        var shell = sandbox.InNamespace();
        shell.Get("""
            $null = New-KubeApiObject -n $ns @{
                apiVersion = 'apps/v1'; kind = 'Deployment'; metadata = @{ name = 'web' }
                spec = @{ paused = $true; replicas = 3; selector = @{ matchLabels = @{ app = 'web' } }; template = @{ metadata = @{ labels = @{ app = 'web' } }; spec = @{ containers = @(@{ name = 'web'; image = 'nginx' }) } } }
            }
            """);
        if (SandboxFixture.OtherCluster is not null)
        {
            // It is paused, so no controller writes it.
            SandboxFixture.Await(shell, "(Get-KubeApiObject deployment web -n $ns).status.observedGeneration -eq 1");
        }

        shell.Get("""
            $scale = Get-KubeApiObject deployment web -n $ns -Subresource scale
            $status = Get-KubeApiObject deployment web -n $ns -Subresource status
            """);
        return shell;
    }
}
