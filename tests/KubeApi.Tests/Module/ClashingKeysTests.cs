namespace KubeApi.Tests.Module;

/// <summary>An object with top-level keys that differ only in case is not a PSCustomObject, but is written back like others.</summary>
public sealed class ClashingKeysTests(SandboxFixture sandbox) : IClassFixture<SandboxFixture>, IDisposable
{
    private readonly ModuleShell _shell = Shell(sandbox);

    public void Dispose() => _shell.Dispose();

    [Theory]
    [InlineData("one")]
    [InlineData("o*")]
    public void An_object_is_found_by_name(string name) =>
        Assert.Equal(
            "one Odd 1 2",
            Assert.Single(
                _shell.Get(
                    $"Get-KubeApiObject odds.$group {name} -n $ns -Session $admin | ForEach-Object {{ '{{0}} {{1}} {{2}} {{3}}' -f $_.metadata.name, "
                        + $"$_.kind, $_['Spec'], $_['spec'].n }}")).ToString());

    [Fact]
    public void The_view_is_that_of_objects_and_the_list_has_a_line_per_entry()
    {
        var o = Assert.Single(_shell.Get("Get-KubeApiObject odds.$group one -n $ns -Session $admin"));
        var group = _shell.Get("$group")[0];

        Assert.Equal([$"KubeApi.Object#{group}/v1/Odd", "KubeApi.Object", "KubeApi.Object.Dictionary"], o.TypeNames.Take(3));
        // A server may send the keys in any order.
        var entries = KubeApi.Formatting.FormatHelper.Entries((System.Collections.IDictionary)o.BaseObject).Split('\n');
        Assert.StartsWith($"apiVersion = {group}/v1", entries[0], StringComparison.Ordinal);
        Assert.Contains("kind = Odd", entries);
        Assert.Contains(entries, entry => entry.StartsWith("metadata = @{", StringComparison.Ordinal));
    }

    [Fact]
    public void ManagedFields_are_hidden_unless_requested()
    {
        _shell.Get("$null = Update-KubeApiObject odds.$group one @{ b = 1 } -n $ns -Session $admin");

        Assert.Equal("False True", string.Join(' ', _shell.Get("""
            foreach ($show in $false, $true) { (Get-KubeApiObject odds.$group one -n $ns -Session $admin -ShowManagedFields:$show).metadata.PSObject.Properties.Name -contains 'managedFields' }
            """)));
    }

    // The current session is not allowed to do any of this.
    [Theory]
    [InlineData("$o | Get-KubeApiObject | ForEach-Object { $_['spec'].n }", "2")]
    [InlineData("$o | Update-KubeApiObject @{ spec = @{ n = 3 } } | ForEach-Object { $_['spec'].n }", "3")]
    [InlineData("$o['Spec'] = 4; $o | Set-KubeApiObject -Replace | ForEach-Object { $_['Spec'] }", "4")]
    [InlineData("$o | Remove-KubeApiObject; @(Get-KubeApiObject odds.$group -n $ns -Session $admin).Count", "0")]
    public void A_piped_object_goes_to_its_session(string script, string expected)
    {
        _shell.Get("$o = Get-KubeApiObject odds.$group one -n $ns -Session $admin");

        Assert.Equal(expected, Assert.Single(_shell.Get(script)).ToString());
    }

    private static ModuleShell Shell(SandboxFixture sandbox)
    {
        var shell = sandbox.InNamespace();
        shell.Get("""
            $admin = Get-KubeApiSession -Current
            $group = "$ns.example"
            $null = New-KubeApiObject @{
                apiVersion = 'apiextensions.k8s.io/v1'; kind = 'CustomResourceDefinition'; metadata = @{ name = "odds.$group" }
                spec = @{
                    group = $group; scope = 'Namespaced'; names = @{ plural = 'odds'; kind = 'Odd' }
                    versions = @(@{ name = 'v1'; served = $true; storage = $true; schema = @{ openAPIV3Schema = @{ type = 'object'; 'x-kubernetes-preserve-unknown-fields' = $true } } })
                }
            }
            """);
        SandboxFixture.AwaitEstablished(shell, "odds.$group");
        shell.Get("""
            $null = Invoke-KubeApi POST "/apis/$group/v1/namespaces/$ns/odds" -Body ('{"apiVersion":"GROUP/v1","kind":"Odd","metadata":{"name":"one"},"Spec":1,"spec":{"n":2}}' -replace 'GROUP', $group)
            $null = Connect-KubeApi -KubeConfig $KubeConfig -As nobody -Name ([guid]::NewGuid())
            """);
        return shell;
    }
}
