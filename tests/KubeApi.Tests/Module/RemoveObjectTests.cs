namespace KubeApi.Tests.Module;

/// <summary>Remove-KubeApiObject against a server.</summary>
public sealed class RemoveObjectTests(SandboxFixture sandbox) : IClassFixture<SandboxFixture>, IDisposable
{
    private readonly ModuleShell _shell = Shell(sandbox);

    public void Dispose() => _shell.Dispose();

    [Theory]
    [InlineData("Remove-KubeApiObject cm a -n $ns", "b c")]
    [InlineData("Remove-KubeApiObject cm/a -n $ns", "b c")]
    [InlineData("Remove-KubeApiObject cm a, c -n $ns", "b")]
    [InlineData("'a', 'b' | Remove-KubeApiObject cm -n $ns", "c")]
    [InlineData("'cm/a', 'configmaps/b' | Remove-KubeApiObject -n $ns", "c")]
    [InlineData("'cm/a' | Remove-KubeApiObject -n $ns -WhatIf", "a b c")]
    [InlineData("Remove-KubeApiObject cm -LiteralName a -n $ns", "b c")]
    [InlineData("Remove-KubeApiObject cm '[ab]' -n $ns -Force", "c")]
    [InlineData("Remove-KubeApiObject cm a* -n $ns", "b c")]
    [InlineData("Remove-KubeApiObject cm * -n $ns -Confirm:$false", "")]
    [InlineData("Remove-KubeApiObject cm -l t=1 -n $ns", "b c")]
    [InlineData("Remove-KubeApiObject cm -l @{ t = 2, 3 } -n $ns -Force", "a")]
    [InlineData("Remove-KubeApiObject cm -FieldSelector metadata.name=b -n $ns", "a c")]
    [InlineData("Get-KubeApiObject cm -l 't in (1,2)' -n $ns | Remove-KubeApiObject", "c")]
    [InlineData("ConvertFrom-KubeApiYaml ((Get-KubeApiObject cm a -n $ns | ConvertTo-KubeApiYaml) -join '') | Remove-KubeApiObject", "b c")]
    [InlineData("\"{apiVersion: v1, kind: ConfigMap, metadata: {name: c, namespace: $ns}}\" | Remove-KubeApiObject", "a b")]
    [InlineData("Remove-KubeApiObject cm a -n $ns -Wait -Timeout 30 -GracePeriod 0 -Propagation Orphan", "b c")]
    [InlineData("Remove-KubeApiObject cm a -n $ns -DryRun", "a b c")]
    [InlineData("Remove-KubeApiObject cm * -n $ns -DryRun", "a b c")]
    [InlineData("Remove-KubeApiObject cm * -n $ns -WhatIf", "a b c")]
    [InlineData("Get-KubeApiObject cm -n $ns | Remove-KubeApiObject -WhatIf", "a b c")]
    public void Selected_objects_are_deleted_without_output(string script, string rest)
    {
        Assert.Empty(_shell.Get(script));
        Assert.Equal(rest, string.Join(' ', _shell.Get("Get-KubeApiObject cm -l t -n $ns | ForEach-Object { $_.metadata.name }")));
    }

    [Fact]
    public void The_pods_of_a_job_are_deleted_with_it()
    {
        _shell.Get("""
            $template = @{ spec = @{ restartPolicy = 'Never'; containers = @(@{ name = 'c'; image = 'i:1' }) } }
            $job = New-KubeApiObject @{ apiVersion = 'batch/v1'; kind = 'Job'; metadata = @{ name = 'once' }; spec = @{ suspend = $true; template = $template } } -n $ns
            $owner = @{ apiVersion = 'batch/v1'; kind = 'Job'; name = 'once'; uid = $job.metadata.uid }
            $null = New-KubeApiObject @{ apiVersion = 'v1'; kind = 'ConfigMap'; metadata = @{ name = 'owned'; ownerReferences = @($owner) } } -n $ns
            Remove-KubeApiObject job once -n $ns -Wait -Timeout 30
            """);

        // A real cluster takes some time.
        Assert.True(SpinWait.SpinUntil(() => _shell.Run("Get-KubeApiObject cm owned -n $ns").Errors.Count > 0, TimeSpan.FromSeconds(30)));
    }

    [Theory]
    [InlineData("Remove-KubeApiObject cm -n $ns", "InvalidArgument", "Select the cm by name")]
    [InlineData("Remove-KubeApiObject cm -l @{} -n $ns -Force", "InvalidArgument", "Select the cm by name")]
    [InlineData("Remove-KubeApiObject cm -l '' -n $ns -Force", "InvalidArgument", "Select the cm by name")]
    [InlineData("Remove-KubeApiObject cm -l ' ' -n $ns -Force", "InvalidArgument", "Select the cm by name")]
    [InlineData("Remove-KubeApiObject cm -l @{ '' = $null } -n $ns -Force", "CannotConvertArgumentNoMessage", "A key of the label selector is empty")]
    [InlineData("Remove-KubeApiObject cm -FieldSelector ',' -n $ns -Force", "InvalidArgument", "Select the cm by name")]
    [InlineData("Remove-KubeApiObject cm/ -n $ns -Force", "InvalidArgument", "")]
    [InlineData("(Map a 1) | Remove-KubeApiObject -n $ns, default", "InvalidArgument", "a single namespace")]
    [InlineData(
        "\"{apiVersion: v1, kind: ConfigMap, metadata: {name: a, namespace: 2024}}\" | Remove-KubeApiObject -n $ns", "InvalidManifest",
        "ConfigMap/a (document 1, line 1, column 55): metadata.namespace is a number; quote it.")]
    [InlineData("Remove-KubeApiObject cm none -n $ns", "ObjectNotFound", "not found")]
    [InlineData("'cm/none' | Remove-KubeApiObject -n $ns", "ObjectNotFound", "not found")]
    [InlineData("Remove-KubeApiObject cm none -n $ns -WhatIf", "ObjectNotFound", "not found")]
    [InlineData("Remove-KubeApiObject nothing x", "ResourceTypeNotFound", "no resource type 'nothing'")]
    [InlineData("Remove-KubeApiObject cm a -l t=1 -n $ns", "InvalidArgument", "cannot be combined")]
    [InlineData(
        "Remove-KubeApiObject cm '[ab]' -n $ns", "NotConfirmed",
        "ConfigMap/a, ConfigMap/b. Cannot prompt in a non-interactive session; nothing was changed. To confirm: -Force or -Confirm:$false.")]
    [InlineData("Remove-KubeApiObject ns $ns", "NotConfirmed", "and everything in it")]
    [InlineData("Remove-KubeApiObject cm a -n $ns -Confirm", "NotConfirmed", "nothing was changed. To confirm: -Confirm:$false.")]
    [InlineData("Get-KubeApiObject ns $ns | Remove-KubeApiObject", "NotConfirmed", "-Force")]
    [InlineData(
        "\"{apiVersion: v1, kind: ConfigMap, metadata: {name: a, namespace: gone}}\" | Remove-KubeApiObject", "NamespaceNotFound",
        "It has no objects to delete.")]
    [InlineData("Remove-KubeApiObject cm a -n ''", "ParameterArgumentTransformationError", "A name is required; this is empty.")]
    [InlineData("5 | Remove-KubeApiObject", "InvalidManifest", "this is an Int32")]
    public void Each_mistake_is_one_error_with_a_recommended_action(string script, string id, string expected)
    {
        var error = _shell.Fail(script);

        Assert.StartsWith(id + ",", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains(expected, error.ToString(), StringComparison.Ordinal);
        Assert.NotEmpty(_shell.Get("Get-KubeApiObject cm a -n $ns"));
    }

    [Fact]
    public void A_piped_object_is_deleted_only_if_its_UID_is_unchanged()
    {
        var error = _shell.Fail("""
            $a = Get-KubeApiObject cm a -n $ns
            $a | Remove-KubeApiObject
            $null = New-KubeApiObject (Map a 1) -n $ns
            $a | Remove-KubeApiObject
            """);

        Assert.StartsWith("ConcurrencyConflict,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("UID", error.ToString(), StringComparison.Ordinal);
        Assert.NotEmpty(_shell.Get("Get-KubeApiObject cm a -n $ns"));
    }

    [Fact]
    public void PassThru_returns_the_deleted_object()
    {
        Assert.Equal("1", _shell.Get("(Remove-KubeApiObject cm a -n $ns -PassThru).data.x").Single().BaseObject);
        Assert.Equal("1", _shell.Get("(Get-KubeApiObject cm b -n $ns | Remove-KubeApiObject -PassThru).data.x").Single().BaseObject);
        Assert.Equal(
            "c",
            _shell.Get("(\"{apiVersion: v1, kind: ConfigMap, metadata: {name: c, namespace: $ns}}\" | Remove-KubeApiObject -PassThru).metadata.name")
                .Single().BaseObject);
    }

    [Fact]
    public void Objects_of_several_types_are_waited_for()
    {
        _shell.Get("$null = New-KubeApiObject @{ apiVersion = 'v1'; kind = 'Secret'; metadata = @{ name = 's' } } -n $ns");

        Assert.Equal(
            ["ConfigMap/a", "Secret/s"],
            _shell.Get("Get-KubeApiObject cm/a, secret/s -n $ns | Remove-KubeApiObject -Wait -PassThru | ForEach-Object { \"$_\" }")
                .Select(o => $"{o.BaseObject}").Order());
    }

    [Theory]
    [InlineData("Remove-KubeApiObject cm 0123 -n $ns", "\"0123\"")]
    [InlineData("Update-KubeApiObject cm 1kb @{ data = @{ x = '2' } } -n $ns", "\"1kb\"")]
    [InlineData("Get-KubeApiObject cm 1.10 -n $ns", "\"1.10\"")]
    [InlineData("Remove-KubeApiObject cm a -n 1e5", "'1e5'")]
    [InlineData("Update-KubeApiObject cm a @{ data = @{ x = '2' } } -n 007", "'007'")]
    public void A_name_that_looks_like_a_number_is_taken_as_typed(string script, string name) =>
        Assert.Contains(name, _shell.Fail(script).ToString(), StringComparison.Ordinal);

    [SandboxFact]
    public void A_set_is_deleted_in_reverse_order()
    {
        sandbox.Server.ClearRequests();

        _shell.Get("""
            Remove-KubeApiObject -InputObject @"
            {apiVersion: v1, kind: Namespace, metadata: {name: $ns}}
            ---
            {apiVersion: v1, kind: ConfigMap, metadata: {name: a, namespace: $ns}}
            ---
            {apiVersion: v1, kind: ConfigMap, metadata: {name: b, namespace: $ns}}
            "@ -Force
            """);

        Assert.Equal(
            ["b", "a", "ns"],
            sandbox.Server.Requests.Where(r => r.Method == "DELETE").Select(r => r.PathAndQuery.Split('/')[^1]).Select(
                n => n.StartsWith(SandboxFixture.NamespacePrefix, StringComparison.Ordinal) ? "ns" : n));
    }

    [Fact]
    public void Failures_are_counted_in_the_error()
    {
        var result = _shell.Run("Remove-KubeApiObject cm a, none, b -n $ns");

        Assert.StartsWith("ObjectNotFound,", Assert.Single(result.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal("2 of 3 objects were deleted, 1 failed.", Assert.Single(result.Warnings));
    }

    [Fact]
    public void A_wait_ends_after_its_timeout()
    {
        _shell.Get("$null = Update-KubeApiObject cm a @{ metadata = @{ finalizers = @('example.org/keep') } } -n $ns");

        var error = _shell.Fail("Remove-KubeApiObject cm a -n $ns -Wait -Timeout 2");

        Assert.StartsWith("WaitTimeout,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("waits for the finalizers example.org/keep", error.ErrorDetails.Message, StringComparison.Ordinal);
        _shell.Get("$null = Update-KubeApiObject cm a @{ metadata = @{ finalizers = $null } } -n $ns");
    }

    [SandboxTheory]
    [InlineData("Remove-KubeApiObject cm a, b -n $ns -Wait -PassThru")]
    [InlineData("Get-KubeApiObject cm a, b -n $ns | Remove-KubeApiObject -Wait -PassThru")]
    [InlineData(
        "'a', 'b' | ForEach-Object { \"{apiVersion: v1, kind: ConfigMap, metadata: {name: $_, namespace: $ns}}\" } | Remove-KubeApiObject -Wait -PassThru")]
    public void All_objects_are_deleted_before_the_wait_begins(string script)
    {
        _shell.Get("foreach ($name in 'a', 'b') { $null = Update-KubeApiObject cm $name @{ metadata = @{ finalizers = @('example.org/keep') } } -n $ns }");
        sandbox.Server.ClearRequests();

        var result = _shell.Run(script + " -Timeout 0.2");

        Assert.Equal(2, result.Errors.Count);
        Assert.All(result.Errors, e => Assert.StartsWith("WaitTimeout,", e.FullyQualifiedErrorId, StringComparison.Ordinal));
        Assert.Empty(result.Output);
        // The first object is not read between the two deletes.
        var requests = sandbox.Server.Requests.Select(r => r.Method + r.PathAndQuery[r.PathAndQuery.LastIndexOf('/')..]).ToList();
        var first = requests.FindIndex(r => r.StartsWith("DELETE", StringComparison.Ordinal));
        Assert.DoesNotContain(
            "GET" + requests[first]["DELETE".Length..], requests[first..requests.FindLastIndex(r => r.StartsWith("DELETE", StringComparison.Ordinal))]);
    }

    private static ModuleShell Shell(SandboxFixture sandbox)
    {
        var shell = sandbox.InNamespace();
        shell.Get("""
            function Map($name, $x) { @{ apiVersion = 'v1'; kind = 'ConfigMap'; metadata = @{ name = $name; labels = @{ t = "$x" } }; data = @{ x = '1' } } }
            $null = (Map a 1), (Map b 2), (Map c 3) | New-KubeApiObject -n $ns
            """);
        return shell;
    }
}
