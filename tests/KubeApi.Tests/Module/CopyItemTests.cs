namespace KubeApi.Tests.Module;

/// <summary>The failures that Copy-KubeApiItem reports while it copies.</summary>
public sealed class CopyItemTests(SandboxFixture sandbox) : IClassFixture<SandboxFixture>
{
    private const int Files = 3000;

    [Fact]
    public void The_failures_of_many_items_are_reported_one_by_one_and_in_order()
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

    [Fact]
    public void Copies_go_through_one_container_that_sees_the_files_of_the_other()
    {
        using var shell = sandbox.InNamespace(inside: true);
        shell.Get("""
            $PSDefaultParameterValues['*-KubeApi*:Namespace'] = $ns
            $null = New-KubeApiObject @{ apiVersion = 'v1'; kind = 'Pod'; metadata = @{ name = 'web-1' }; spec = @{ containers = @{ name = 'app'; image = 'x' }, @{ name = 'b'; image = 'x' } } }
            function Get-Debugger { @((Get-KubeApiObject pod web-1).spec.ephemeralContainers | Where-Object { $_ }) }
            $file = Join-Path ([IO.Path]::GetTempPath()) "kubeapi-$ns"
            Set-Content $file content
            """);
        SandboxFixture.Await(shell, "(Get-KubeApiObject pod web-1).status.phase -eq 'Running'");

        shell.Get("Copy-KubeApiItem $file -ToPod web-1 -Destination /srv/ -DebugImage busybox -WhatIf");
        Assert.Equal("0", $"{shell.Get("(Get-Debugger).Count").Single()}");

        // The sandbox has no /proc.
        var failed = shell.Run("Copy-KubeApiItem $file -ToPod web-1 -Container b -Destination /srv/ -DebugImage busybox");
        Assert.StartsWith("ItemNotFound,", failed.Errors.Single().FullyQualifiedErrorId, StringComparison.Ordinal);
        const string describe = "$d = Get-Debugger; \"$($d.image) $($d.targetContainerName) $($d.securityContext.capabilities.add) $($d.command[0])\"";
        Assert.Equal("busybox b SYS_PTRACE sleep", $"{shell.Get(describe).Single()}");
        shell.Get("$name = (Get-Debugger).name; Invoke-KubeApiCommand web-1 -Container $name -- mkdir -p /proc/1/root/srv /srv");

        Assert.Equal(
            "/srv/back",
            $"{shell.Get("(Copy-KubeApiItem $file -ToPod web-1 -Container b -Destination /srv/back -DebugImage busybox -PassThru).Path").Single()}");
        Assert.Equal("content", $"{shell.Get("Invoke-KubeApiCommand web-1 -Container $name -- cat /proc/1/root/srv/back").Single()}");
        shell.Get("Copy-KubeApiItem -FromPod web-1 -Container b -Path /srv/b* -Destination \"$file-back/\" -DebugImage busybox");
        Assert.Equal("content", $"{shell.Get("Get-Content \"$file-back/back\"; Remove-Item -Recurse $file, \"$file-back\"").Single()}");
        Assert.Equal("1", $"{shell.Get("(Get-Debugger).Count").Single()}");
    }
}
