namespace KubeApi.Tests.Module;

/// <summary>Where and how Set-KubeApiObject writes an object that was read, and the result that it reports.</summary>
public sealed class WriteBackTests(SandboxFixture sandbox) : IClassFixture<SandboxFixture>, IDisposable
{
    private readonly ModuleShell _shell = Shell(sandbox);

    public void Dispose() => _shell.Dispose();

    [SandboxFact]
    public void A_piped_object_replaces_the_version_that_was_read_whoever_manages_it()
    {
        sandbox.Server.ClearRequests();

        Assert.Equal("green", Value("$o.data.colour = 'green'; ($o | Set-KubeApiObject).data.colour"));
        Assert.Equal(["PUT"], Writes());

        Assert.Equal("ConcurrencyConflict", Id("$o | Set-KubeApiObject"));
        Assert.Equal("green", Value("(Get-KubeApiObject cm o -n $ns).data.colour"));
    }

    [SandboxFact]
    public void ForceConflicts_applies_the_object()
    {
        sandbox.Server.ClearRequests();

        var result = _shell.Run("$o.data.colour = 'green'; ($o | Set-KubeApiObject -ForceConflicts).data.colour");

        Assert.Equal("green", Assert.Single(result.Output).BaseObject);
        Assert.Contains(result.Warnings, w => w.Contains(".data.colour is taken over (conflict with \"painter\")", StringComparison.Ordinal));
        Assert.DoesNotContain("PUT", Writes());
    }

    [Fact]
    public void An_object_from_a_job_is_written_without_the_properties_of_remoting()
    {
        _shell.Get("""
            $o.data | Add-Member RunspaceId mine
            $back = [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($o, 9))
            $back | Add-Member @{ PSComputerName = 'localhost'; RunspaceId = [guid]::NewGuid(); PSShowComputerName = $false; PSSourceJobInstanceId = [guid]::NewGuid() }
            """);

        Assert.Equal("mine", Value("($back | Set-KubeApiObject -ForceConflicts -WarningAction Ignore).data.RunspaceId"));
        Assert.Equal("apiVersion kind metadata data", Value("($back | ConvertTo-KubeApiYaml | ConvertFrom-KubeApiYaml).PSObject.Properties.Name -join ' '"));
        // PowerShell adds nothing to an object that was created here.
        Assert.Equal("RunspaceId: a", Value("([pscustomobject]@{ RunspaceId = 'a' } | ConvertTo-KubeApiYaml).Trim()"));
    }

    [Theory]
    [InlineData("$o | Set-KubeApiObject -n \"$ns-2\"")]
    [InlineData("$o.metadata.namespace = \"$ns-2\"; $o | Set-KubeApiObject")]
    [InlineData("$o | New-KubeApiObject -n \"$ns-2\"")]
    [InlineData("Copy-Blind $o | Set-KubeApiObject -n \"$ns-2\"")]
    [InlineData("$o.metadata.name = 'o-2'; $o | Set-KubeApiObject")]
    public void Another_namespace_or_name_gets_a_copy(string script)
    {
        _shell.Get("""
            $null = New-KubeApiObject @{ apiVersion = 'v1'; kind = 'Namespace'; metadata = @{ name = "$ns-2" } }
            $owner = New-KubeApiObject (Map owner 1) -n $ns
            $o = Update-KubeApiObject cm o @{ metadata = @{ ownerReferences = @(@{ apiVersion = 'v1'; kind = 'ConfigMap'; name = 'owner'; uid = $owner.metadata.uid }) } } -n $ns
            """);

        var result = _shell.Run($"$copy = & {{ {script} }}");

        Assert.Empty(result.Errors);
        Assert.Empty(result.Warnings);
        Assert.Equal("blue", Value("$copy.data.colour"));
        Assert.Equal("blue True False", Value("""
            $original = Get-KubeApiObject cm o -n $ns
            $original.data.colour, ($copy.metadata.uid -ne $original.metadata.uid), [bool]$copy.metadata.ownerReferences -join ' '
            """));
    }

    [SandboxFact]
    public void Another_session_gets_an_applied_copy()
    {
        _shell.Get("$other = Connect-KubeApi sandbox-admin -KubeConfig $KubeConfig -Name \"$ns-other\"; $null = $o | Remove-KubeApiObject");
        sandbox.Server.ClearRequests();

        Assert.Equal("Created blue", Value("$o | Set-KubeApiObject -Session $other | ForEach-Object { '{0} {1}' -f $_.Result, $_.data.colour }"));
        Assert.Equal(["PATCH"], Writes());
    }

    [Fact]
    public void An_object_without_origin_is_applied_to_the_same_object()
    {
        var result = _shell.Run("$lost = Copy-Blind $o; $lost.data.colour = 'green'; $lost | Set-KubeApiObject");

        Assert.StartsWith("ApplyConflict,", Assert.Single(result.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-DryRun")]
    public void Each_object_is_created_configured_or_unchanged(string dryRun)
    {
        _shell.Get("$null = (Map a 1), (Map b 1) | Set-KubeApiObject -n $ns");

        Assert.Equal(
            ["a Unchanged", "b Configured", "c Created"],
            _shell.Get($"(Map a 1), (Map b 2), (Map c 1) | Set-KubeApiObject -n $ns {dryRun} | ForEach-Object {{ \"$($_.Name) $($_.Result)\" }}")
                .Select(o => o.BaseObject));
        Assert.Equal(
            ["b Unchanged", "a Configured"],
            _shell.Get($$"""
                $a, $b = Get-KubeApiObject cm a, b -n $ns
                $a.data.x = '8'
                $b, $a | Set-KubeApiObject {{dryRun}} | ForEach-Object { "$($_.Name) $($_.Result)" }
                """).Select(o => o.BaseObject));
        Assert.Equal(
            "KubeApi.Object.Written KubeApi.Object#v1/ConfigMap",
            Value($"$w = Set-KubeApiObject (Map a 8) -n $ns {dryRun}; $w.PSObject.TypeNames[0..1] -join ' '"));
        Assert.Null(Assert.Single(_shell.Get("(Get-KubeApiObject cm a -n $ns).Result")));
    }

    [SandboxFact]
    public void Without_the_right_to_read_an_object_counts_as_configured()
    {
        _shell.Get("""
            $null = Set-KubeApiObject (Map a 1) -n $ns
            $null = New-KubeApiObject @{ apiVersion = 'rbac.authorization.k8s.io/v1'; kind = 'Role'; metadata = @{ name = 'w' }; rules = @(@{ apiGroups = @(''); resources = @('configmaps'); verbs = @('patch', 'create') }) } -n $ns
            $null = New-KubeApiObject @{ apiVersion = 'rbac.authorization.k8s.io/v1'; kind = 'RoleBinding'; metadata = @{ name = 'w' }; roleRef = @{ apiGroup = 'rbac.authorization.k8s.io'; kind = 'Role'; name = 'w' }; subjects = @(@{ kind = 'User'; name = 'writer' }) } -n $ns
            $writer = Connect-KubeApi sandbox-admin -KubeConfig $KubeConfig -As writer -Name "$ns-writer"
            """);

        Assert.Equal(["Configured", "Created", "Configured"], _shell.Get("""
            $names = 'a', 'b'; $names | ForEach-Object { (Set-KubeApiObject (Map $_ 1) -n $ns -Session $writer -DryRun).Result }
            (Set-KubeApiObject (Map a 1) -n $ns -Session $writer).Result
            """).Select(o => o.ToString()));
    }

    [Theory]
    [InlineData("-DryRun")]
    [InlineData("-WhatIf")]
    public void A_dry_run_checks_objects_whose_namespace_exists_even_if_the_set_creates_others(string dryRun)
    {
        var result = _shell.Run($$$"""
            Set-KubeApiObject @"
            {apiVersion: v1, kind: Namespace, metadata: {name: $ns-5}}
            ---
            {apiVersion: v1, kind: Namespace, metadata: {name: $ns}}
            ---
            {apiVersion: v1, kind: ConfigMap, metadata: {name: new, namespace: $ns-5}}
            ---
            {apiVersion: v1, kind: ConfigMap, metadata: {name: bad, namespace: $ns}, dta: {}}
            ---
            {apiVersion: v1, kind: ConfigMap, metadata: {name: good, namespace: $ns}}
            "@ {{{dryRun}}} | ForEach-Object { '{0} {1}' -f $_.Name, $_.Result }
            """);

        Assert.StartsWith("UnknownField,", Assert.Single(result.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("ConfigMap/new", result.Warnings[0], StringComparison.Ordinal);
        Assert.Equal("3 of 5 objects were applied (dry run), 1 failed, 1 not validated.", result.Warnings[^1]);
        Assert.Equal(dryRun == "-DryRun" ? 3 : 0, result.Output.Count);
    }

    [Fact]
    public void Compare_accepts_another_namespace()
    {
        _shell.Get("""
            $other = "$ns-6"
            $null = New-KubeApiObject @{ apiVersion = 'v1'; kind = 'Namespace'; metadata = @{ name = $other } }
            $null = Set-KubeApiObject (Map o 1) -n $other
            $map = Map o 1
            $map.metadata.namespace = $ns
            """);

        var difference = Assert.Single(_shell.Get("$o | Compare-KubeApiObject -n $other | Where-Object Path -eq data.colour"));
        Assert.Equal(Value("$other"), difference.Properties["Namespace"].Value);
        Assert.Equal("blue", difference.Properties["After"].Value);
        Assert.Equal(false, Value("Compare-KubeApiObject $map -n $other -Quiet"));
        Assert.Equal(true, Value("$map.data.x = '7'; Compare-KubeApiObject $map -n $other -Quiet"));
    }

    private IEnumerable<string> Writes() =>
        sandbox.Server.Requests.Where(r => r.Method != "GET" && r.PathAndQuery.Contains("/configmaps", StringComparison.Ordinal)).Select(r => r.Method);

    private object Value(string script) => Assert.Single(_shell.Get(script)).BaseObject;

    private string Id(string script) => _shell.Fail(script).FullyQualifiedErrorId.Split(',')[0];

    private static ModuleShell Shell(SandboxFixture sandbox)
    {
        var shell = sandbox.InNamespace();
        shell.Get("""
            function Map($name, $x) { @{ apiVersion = 'v1'; kind = 'ConfigMap'; metadata = @{ name = $name }; data = @{ x = "$x" } } }
            function Copy-Blind($o) { [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($o, 9)) }
            $null = Set-KubeApiObject @{ apiVersion = 'v1'; kind = 'ConfigMap'; metadata = @{ name = 'o' }; data = @{ colour = 'blue' } } -n $ns -FieldManager painter
            $o = Get-KubeApiObject cm o -n $ns
            """);
        return shell;
    }
}
