namespace KubeApi.Tests.Module;

/// <summary>An apply never undoes a change of an existing object without a conflict.</summary>
public sealed class ChangeOwnershipTests(SandboxFixture sandbox) : IClassFixture<SandboxFixture>, IDisposable
{
    private readonly ModuleShell _shell = Shell(sandbox);

    public void Dispose() => _shell.Dispose();

    [Theory]
    [InlineData("Update-KubeApiObject cm a @{ data = @{ x = 'hot'; extra = '9' } } -n $ns")]
    [InlineData("Update-KubeApiObject cm a @{ data = @{ x = 'hot'; extra = '9' } } -n $ns -Type Merge")]
    [InlineData("Update-KubeApiObject cm a '[{op: replace, path: /data/x, value: hot}, {op: add, path: /data/extra, value: \"9\"}]' -n $ns")]
    [InlineData("Update-KubeApiObject cm a { $_.data.x = 'hot'; $_.data.extra = '9' } -n $ns")]
    [InlineData("$o.data.x = 'hot'; $o.data | Add-Member extra '9'; $o | Set-KubeApiObject")]
    [InlineData("$o.data.x = 'hot'; $o.data | Add-Member extra '9'; $o | Set-KubeApiObject -Replace")]
    [InlineData("$o.data.x = 'hot'; $o.data | Add-Member extra '9'; Copy-Blind $o | Set-KubeApiObject -Replace")]
    public void An_apply_of_another_value_is_a_conflict_and_other_fields_survive(string change)
    {
        _shell.Get($"$null = Set-KubeApiObject (Map a x=1) -n $ns; $o = Get-KubeApiObject cm a -n $ns; $null = & {{ {change} }}");

        Assert.Equal("kubeapi Apply: y, kubeapi-edit Update: extra x", Owners());
        foreach (var preview in (string[])["-WhatIf", "-DryRun", ""])
        {
            var conflict = _shell.Fail($"Set-KubeApiObject (Map a x=1) -n $ns {preview}");
            Assert.StartsWith("ApplyConflict,", conflict.FullyQualifiedErrorId, StringComparison.Ordinal);
            Assert.Contains(
                "Apply failed with 1 conflict:\n  .data.x: conflict with \"kubeapi-edit\" using v1\n"
                    + "(The fields of \"kubeapi-edit\" were changed since the last apply, by Update-KubeApiObject,",
                conflict.ToString().ReplaceLineEndings("\n"), StringComparison.Ordinal);
            Assert.Contains("To overwrite these changes: -ForceConflicts", conflict.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        }

        Assert.Equal("data.x kubeapi-edit hot 1", Compared("x=1"));
        Assert.Equal("extra=9 x=hot y=0", Data());

        var forced = _shell.Run("Set-KubeApiObject (Map a x=1) -n $ns -ForceConflicts");
        Assert.Empty(forced.Errors);
        Assert.Contains(".data.x is taken over (conflict with \"kubeapi-edit\" using v1)", Assert.Single(forced.Warnings), StringComparison.Ordinal);
        var again = _shell.Run("(Set-KubeApiObject (Map a x=1) -n $ns).Result");
        Assert.Equal("Unchanged", Assert.Single(again.Output).ToString());
        Assert.Empty(again.Errors);
        Assert.Empty(again.Warnings);
        Assert.Equal("", Compared("x=1"));
        Assert.Equal("extra=9 x=1 y=0", Data());
    }

    [Fact]
    public void An_apply_of_the_same_value_is_no_conflict_and_the_field_then_has_two_owners()
    {
        _shell.Get("""
            $null = Set-KubeApiObject (Map a x=1) -n $ns
            $null = Update-KubeApiObject cm a @{ data = @{ x = 'hot' } } -n $ns
            $null = Set-KubeApiObject (Map a x=hot) -n $ns
            """);

        Assert.Equal("kubeapi Apply: x y, kubeapi-edit Update: x", Owners());
        Assert.Equal("", Compared("z=1", "x"));
        Assert.Equal("x=hot y=0 z=1", Data("Set-KubeApiObject (Map a z=1) -n $ns -DryRun"));
        Assert.Equal("x=hot y=0 z=1", Data("Set-KubeApiObject (Map a z=1) -n $ns"));
    }

    [Fact]
    public void A_field_that_was_taken_over_is_removed_with_its_line_in_the_manifest()
    {
        _shell.Get("""
            $null = Set-KubeApiObject (Map a x=1) -n $ns
            $null = Update-KubeApiObject cm a @{ data = @{ x = 'hot' } } -n $ns
            $null = Set-KubeApiObject (Map a x=1) -n $ns -ForceConflicts -WarningAction Ignore
            """);

        Assert.Equal("y=0 z=1", Data("Set-KubeApiObject (Map a z=1) -n $ns"));
    }

    /// <summary>Fields that New-KubeApiObject created belong to the next apply; the preview lists only the conflict that the apply itself has.</summary>
    [Theory]
    [InlineData("-WhatIf")]
    [InlineData("-DryRun")]
    [InlineData("")]
    public void A_change_of_a_created_object_is_the_only_conflict(string preview)
    {
        _shell.Get("$null = New-KubeApiObject (Map a x=1) -n $ns; $null = Update-KubeApiObject cm a @{ data = @{ x = 'hot' } } -n $ns");

        var conflict = _shell.Fail($"Set-KubeApiObject (Map a x=1 y=5) -n $ns {preview}").ToString();

        Assert.Contains("Apply failed with 1 conflict:", conflict, StringComparison.Ordinal);
        Assert.DoesNotContain("data.y", conflict, StringComparison.Ordinal);
        Assert.Equal("x=1 y=5", Data("Set-KubeApiObject (Map a x=1 y=5) -n $ns -ForceConflicts -WarningAction Ignore"));
    }

    [Theory]
    [InlineData("Update-KubeApiObject deploy web -Image c=nginx:2 -n $ns", "kubeapi-edit Update")]
    [InlineData("Update-KubeApiObject deploy web -Label @{ a = 'b' } -n $ns", "kubeapi-edit Update")]
    [InlineData("Update-KubeApiObject deploy web -Annotation @{ a = 'b' } -n $ns", "kubeapi-edit Update")]
    [InlineData("Update-KubeApiObject deploy web @{ spec = @{ replicas = 3 } } -n $ns -Type Merge -Subresource scale", "kubeapi-edit Update")]
    [InlineData("Update-KubeApiObject deploy web @{ metadata = @{ labels = @{ a = 'b' } } } -n $ns -Type Apply", "kubeapi Apply")]
    [InlineData("Update-KubeApiObject deploy web -Label @{ a = 'b' } -n $ns -FieldManager mine", "mine Update")]
    [InlineData("Resize-KubeApiWorkload deploy/web -Replicas 3 -n $ns", "kubeapi Update")]
    [InlineData("Restart-KubeApiWorkload deploy/web -n $ns", "kubeapi-rollout Update")]
    [InlineData("$o = Get-KubeApiObject deploy web -n $ns; $o.spec.replicas = 3; $o | Set-KubeApiObject", "kubeapi-edit Update")]
    [InlineData("$o = Get-KubeApiObject deploy web -n $ns; $o.spec.replicas = 3; $o | Set-KubeApiObject -FieldManager mine", "mine Update")]
    [InlineData("$web -replace 'replicas: 1', 'replicas: 3' | Set-KubeApiObject -n $ns -Replace", "kubeapi Update")]
    public void Each_change_has_its_field_manager(string change, string owner)
    {
        _shell.Get($"$null = Set-KubeApiObject $web -n $ns -FieldManager first; $null = & {{ {change} }}");

        Assert.Contains(
            owner,
            _shell.Get("Get-KubeApiObject deploy web -n $ns -ShowManagedFields | ForEach-Object { $_.metadata.managedFields } | "
                + "ForEach-Object { '{0} {1}' -f $_.manager, $_.operation }").Select(o => o.ToString()));
    }

    private string Data(string command = "Get-KubeApiObject cm a -n $ns") => Text($"({command}).data.PSObject.Properties | Sort-Object Name");

    private string Compared(string pair, string key = "*") => Text(
        $"Compare-KubeApiObject (Map a {pair}) -n $ns | Where-Object Path -like 'data.{key}' | "
            + "ForEach-Object { '{0} {1} {2} {3}' -f $_.Path, $_.Manager, $_.Before, $_.After }");

    private string Owners() => Text("""
        $fields = (Get-KubeApiObject cm a -n $ns -ShowManagedFields).metadata.managedFields | ForEach-Object {
            '{0} {1}: {2}' -f $_.manager, $_.operation, ((@($_.fieldsV1.'f:data'.PSObject.Properties.Name) -ne '.' | Sort-Object) -replace '^f:' -join ' ')
        }
        $fields -join ', '
        """);

    private string Text(string script) => string.Join(' ', _shell.Get($"{script} | ForEach-Object {{ \"$($_.Name ? \"$($_.Name)=$($_.Value)\" : $_)\" }}"));

    private static ModuleShell Shell(SandboxFixture sandbox)
    {
        var shell = sandbox.InNamespace();
        shell.Get("""
            $web = '{apiVersion: apps/v1, kind: Deployment, metadata: {name: web}, spec: {replicas: 1, selector: {matchLabels: {app: web}}, ' +
                'template: {metadata: {labels: {app: web}}, spec: {containers: [{name: c, image: nginx}]}}}}'
            function Map($name, $pair, $y = 'y=0') {
                @{ apiVersion = 'v1'; kind = 'ConfigMap'; metadata = @{ name = $name }; data = "$pair`n$y" | ConvertFrom-StringData }
            }
            function Copy-Blind($o) { [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($o, 9)) }
            """);
        return shell;
    }
}
