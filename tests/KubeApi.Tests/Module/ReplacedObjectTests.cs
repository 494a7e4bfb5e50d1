namespace KubeApi.Tests.Module;

/// <summary>A piped object is that object: another one that now has its name is neither changed nor used.</summary>
public sealed class ReplacedObjectTests(SandboxFixture sandbox) : IClassFixture<SandboxFixture>
{
    [Theory]
    [InlineData("$node | Suspend-KubeApiNode")]
    [InlineData("$node | Suspend-KubeApiNode -DryRun")]
    [InlineData("$node | Suspend-KubeApiNode -WhatIf")]
    [InlineData("$node | Resume-KubeApiNode")]
    [InlineData("$node | Clear-KubeApiNode -Force -IgnoreDaemonSet")]
    [InlineData("$node | Clear-KubeApiNode -WhatIf")]
    [InlineData("$account | New-KubeApiToken")]
    [InlineData("$pod | Invoke-KubeApiCommand -- ls")]
    [InlineData("$pod | Copy-KubeApiItem -Path $PWD/* -Destination /tmp -Container main -Recurse")]
    [InlineData("$pod | Get-KubeApiLog")]
    public void Another_object_of_its_name_is_an_error(string command)
    {
        using var shell = Shell();

        var error = shell.Fail(command);

        // The server compares the uid of a patch by its validation.
        Assert.Contains(error.FullyQualifiedErrorId.Split(',')[0], new[] { "ConcurrencyConflict", "Invalid" });
        Assert.Equal("Read the object again, or name the intended server with -Session.", error.ErrorDetails.RecommendedAction);
        Assert.Null(Assert.Single(shell.Get("(Get-KubeApiObject node $node.metadata.name).spec.unschedulable")));
    }

    [Theory]
    [InlineData("$node | Suspend-KubeApiNode | Resume-KubeApiNode")]
    [InlineData("$node | Clear-KubeApiNode -Force -IgnoreDaemonSet")]
    [InlineData("$node | Clear-KubeApiNode -Force -IgnoreDaemonSet -Session (Get-KubeApiSession -Current)")]
    [InlineData("$account | New-KubeApiToken")]
    public void The_object_itself_is_accepted(string command)
    {
        using var shell = Shell(isReplaced: false);

        shell.Get($"$null = {command}");
    }

    [SandboxFact]
    public void The_error_about_an_account_of_a_missing_namespace_is_not_that_of_a_deletion()
    {
        using var shell = Shell(isReplaced: false);
        shell.Get("$account.metadata.namespace = 'gone'");

        var error = shell.Fail("$account | New-KubeApiToken");

        Assert.StartsWith("NamespaceNotFound,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.DoesNotContain("delete", error.ErrorDetails.Message, StringComparison.Ordinal);
        Assert.StartsWith("To list the namespaces: ", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
    }

    private ModuleShell Shell(bool isReplaced = true)
    {
        var shell = sandbox.InNamespace(inside: true);
        shell.Get($$"""
            $node = New-KubeApiObject @{ apiVersion = 'v1'; kind = 'Node'; metadata = @{ name = "$ns-node" } }
            $account = New-KubeApiObject @{ apiVersion = 'v1'; kind = 'ServiceAccount'; metadata = @{ name = 'ci'; namespace = $ns } }
            $pod = New-KubeApiObject @{
                apiVersion = 'v1'; kind = 'Pod'; metadata = @{ name = 'web'; namespace = $ns }; spec = @{ containers = @(@{ name = 'main'; image = 'busybox' }) }
            }
            if (${{(isReplaced ? "true" : "false")}}) { $node, $account, $pod | ForEach-Object { $_.metadata.uid = 'other' } }
            """);
        return shell;
    }
}
