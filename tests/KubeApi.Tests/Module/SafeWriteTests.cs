using KubeApi.Errors;
using KubeApi.Sandbox.Faults;

namespace KubeApi.Tests.Module;

/// <summary>
/// A write must not show a secret, change another object of the same name, conflict with itself, or accept a dry run whose write is refused later.
/// </summary>
public sealed class SafeWriteTests(SandboxFixture sandbox) : IClassFixture<SandboxFixture>, IDisposable
{
    private const string Deployment =
        "@{ apiVersion = 'apps/v1'; kind = 'Deployment'; metadata = @{ name = 'web' }; spec = @{ replicas = REPLICAS; selector = @{ matchLabels = @{ app = "
            + "'web' } }; "
        + "template = @{ metadata = @{ labels = @{ app = 'web' } }; spec = @{ containers = @(@{ name = 'c'; image = 'nginx' }) } } } }";

    private readonly ModuleShell _shell = Shell(sandbox);

    public void Dispose()
    {
        _shell.Dispose();
        sandbox.Server.ClearFaults();
        sandbox.Server.Intercept = null;
    }

    [Theory]
    [InlineData("data = 'TOPSECRET'")]
    [InlineData("stringData = @{ p = @{ a = 'TOPSECRET}x' } }")]
    [InlineData("stringData = @{ p = \"one`nTOPSECRET\", 'TOPSECRET'; q = @('TOPSECRET') }")]
    [InlineData("data = @{ p = 'TOPSECRET' }")]
    [InlineData("type = @{ a = 'TOPSECRET' }")]
    public void The_error_about_a_refused_secret_has_no_values(string fields)
    {
        foreach (var verb in (string[])["Set", "New"])
        {
            var error = _shell.Fail($"{verb}-KubeApiObject @{{ apiVersion = 'v1'; kind = 'Secret'; metadata = @{{ name = 's' }}; {fields} }} -n $ns");

            Assert.DoesNotContain("TOPSECRET", error.ToString() + error.Exception + error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(".data: expected map, got &{TOPSECRET}", ".data: expected map, got ***")]
    [InlineData(
        "x: errors:\n  .data.a: expected string, got &{TOP\n}SECRET}\n  .data.b: expected map, got &value.valueUnstructured{Value:5}",
        "x: errors:\n  .data.a: expected string, got ***\n  .data.b: expected map, got ***")]
    [InlineData("type: Invalid value: \"TOP\\\"SECRET\": field is immutable", "type: Invalid value: \"***\": field is immutable")]
    public void Values_are_removed_from_the_message_about_a_secret(string message, string expected) =>
        Assert.Equal(expected, RefusalText.WithoutValues(message, isSecret: true));

    [Theory]
    [InlineData("$o.data.x = 'old'; $o | Set-KubeApiObject -WarningAction Ignore")]
    [InlineData("$o | Update-KubeApiObject @{ data = @{ x = 'old' } }")]
    [InlineData("$o | Update-KubeApiObject { $_.data.x = 'old' }")]
    [InlineData("$o | Update-KubeApiObject @(@{ op = 'replace'; path = '/data/x'; value = 'old' })")]
    public void A_successor_of_the_object_that_was_read_is_not_changed(string script)
    {
        _shell.Get("""
            $map = @{ apiVersion = 'v1'; kind = 'ConfigMap'; metadata = @{ name = 'taken' }; data = @{ x = 'new' } }
            $null = New-KubeApiObject $map -n $ns; $o = Get-KubeApiObject cm taken -n $ns
            Remove-KubeApiObject cm taken -n $ns; $null = New-KubeApiObject $map -n $ns
            """);

        Assert.Contains("Read the object again", _shell.Fail(script).ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.Equal("new", Assert.Single(_shell.Get("(Get-KubeApiObject cm taken -n $ns).data.x")).ToString());
    }

    [Theory]
    [InlineData("$lost | Update-KubeApiObject @{ data = @{ x = '2' } }", "Invalid")]
    [InlineData("$lost | Update-KubeApiObject @{ data = @{ x = '2' } } -Type Merge -WhatIf", "Invalid")]
    [InlineData("$lost | Update-KubeApiObject @(@{ op = 'replace'; path = '/data/x'; value = '2' })", "ConcurrencyConflict")]
    [InlineData("$lost | Update-KubeApiObject @{ data = @{ x = '2' } } -Type Apply -FieldManager kubeapi", "Invalid")]
    [InlineData("$lost | Update-KubeApiObject { $_.data.x = '2' }", "ConcurrencyConflict")]
    [InlineData("$lost | Set-KubeApiObject -WarningAction Ignore", "Invalid")]
    [InlineData("$lost | Set-KubeApiObject -WarningAction Ignore -DryRun", "Invalid")]
    [InlineData("$lost | ConvertTo-KubeApiYaml | Set-KubeApiObject -WarningAction Ignore", "Invalid")]
    public void An_object_without_origin_changes_no_successor(string script, string id)
    {
        _shell.Get("""
            $lost = Copy-Blind (New-KubeApiObject (Map a '1') -n $ns)
            Remove-KubeApiObject cm a -n $ns
            $null = New-KubeApiObject (Map a '1') -n $ns
            """);

        var error = _shell.Fail(script);

        Assert.StartsWith(id + ",", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("-Session", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.Equal(
            "1 kubeapi Update",
            Value(
                "Get-KubeApiObject cm a -n $ns -ShowManagedFields | ForEach-Object { \"$($_.data.x) $($_.metadata.managedFields.manager) "
                    + "$($_.metadata.managedFields.operation)\" }"));
        // With an explicit session, the existing object is changed.
        Assert.Equal("3", Value("($lost | Update-KubeApiObject @{ data = @{ x = '3' } } -Session $session).data.x"));
    }

    [Fact]
    public void An_object_without_origin_is_written_if_it_still_exists()
    {
        _shell.Get("$lost = Copy-Blind (New-KubeApiObject (Map a '1') -n $ns)");

        Assert.Equal("2", Value("($lost | Update-KubeApiObject @{ data = @{ x = '2' } }).data.x"));
        Assert.Equal("3", Value("($lost | Update-KubeApiObject @(@{ op = 'replace'; path = '/data/x'; value = '3' })).data.x"));
        Assert.Equal("4", Value("($lost | Update-KubeApiObject { $_.data.x = '4' }).data.x"));
        // An apply of the old value does not undo these changes silently.
        Assert.StartsWith("ApplyConflict,", _shell.Fail("$lost | Set-KubeApiObject -WarningAction Ignore").FullyQualifiedErrorId, StringComparison.Ordinal);
        var applied = _shell.Run("$lost.data.x = '4'; $lost | Set-KubeApiObject | ForEach-Object { $_.data.x }");
        Assert.Equal("4", Assert.Single(applied.Output).BaseObject);
        Assert.Contains("ConfigMap/a was read from a server", Assert.Single(applied.Warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-DryRun")]
    [InlineData("-WhatIf")]
    [InlineData("")]
    public void A_dry_run_refuses_the_same_as_the_apply(string rehearsal)
    {
        _shell.Get(
            $"$null = New-KubeApiObject {Deployment.Replace("REPLICAS", "1", StringComparison.Ordinal)} -n $ns; $null = Update-KubeApiObject deploy web @{{ "
                + $"spec = @{{ replicas = 4 }} }} -Subresource scale -n $ns -Type Merge -FieldManager scaler");

        var error = _shell.Fail($"Set-KubeApiObject {Deployment.Replace("REPLICAS", "2", StringComparison.Ordinal)} -n $ns {rehearsal}");

        Assert.StartsWith("ApplyConflict,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains(".spec.replicas: conflict with \"scaler\" with subresource \"scale\"", error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-DryRun", "1 2")]
    [InlineData("", "1 3")]
    public void An_apply_patch_takes_over_fields_of_the_same_manager_and_drops_nothing(string rehearsal, string stored)
    {
        _shell.Get("$new = Map a '1'; $new.data.y = '2'; $null = New-KubeApiObject $new -n $ns");

        Assert.Equal(
            "1 3",
            Value($"Update-KubeApiObject cm a @{{ data = @{{ y = '3' }} }} -Type Apply -n $ns {rehearsal} | "
                + $"ForEach-Object {{ \"$($_.data.x) $($_.data.y)\" }}"));
        Assert.Equal(stored, Value("Get-KubeApiObject cm a -n $ns | ForEach-Object { \"$($_.data.x) $($_.data.y)\" }"));
    }

    [Fact]
    public void An_apply_patch_takes_over_nothing_from_others_and_recommends_an_existing_parameter()
    {
        _shell.Get("$null = New-KubeApiObject (Map a '1') -n $ns -FieldManager other");

        var error = _shell.Fail("Update-KubeApiObject cm a @{ data = @{ x = '3' } } -Type Apply -n $ns");

        Assert.StartsWith("ApplyConflict,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("-Type Merge", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.DoesNotContain("-ForceConflicts", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public void WhatIf_lists_the_fields_that_would_be_taken_over_and_their_managers()
    {
        _shell.Get("$null = New-KubeApiObject (Map a '1') -n $ns -FieldManager other");

        var result = _shell.Run("Set-KubeApiObject (Map a '2') -n $ns -ForceConflicts -WhatIf");

        Assert.Empty(result.Errors);
        Assert.Contains(".data.x would be taken over (conflict with \"other\"", Assert.Single(result.Warnings), StringComparison.Ordinal);
    }

    [SandboxFact]
    public void A_connection_that_breaks_during_an_ownership_migration_does_no_harm()
    {
        _shell.Get("$null = New-KubeApiObject (Map a '1') -n $ns");
        sandbox.Server.Fail(new Fault { Count = 1, Break = Break.Reset, After = true, Method = "PATCH" });

        Assert.Equal("2", Value("(Set-KubeApiObject (Map a '2') -n $ns).data.x"));
    }

    // The fields that the apply would drop, because its manager wrote them by Update, come from a second request with the version of the first response.
    [SandboxFact("Refuses the second request of a dry run.")]
    public void A_dry_run_is_repeated_after_a_concurrent_write()
    {
        _shell.Get("$m = Map b '1'; $m.data.y = '1'; $null = New-KubeApiObject $m -n $ns");
        sandbox.Server.Fail(new Fault { Count = 1, Status = 409, Method = "PUT" });

        Assert.Equal("y", Value("(Compare-KubeApiObject (Map b '1') -n $ns).Path -replace '^data\\.'"));
    }

    [Theory]
    [InlineData("Set-KubeApiObject (Map a 5) -n $ns", "Invalid", "failed to create typed patch object", "Quote")]
    [InlineData("Update-KubeApiObject cm kube-root-ca.crt @{ data = @{ x = 5 } } -n $ns", "Invalid", "cannot convert int64 to string", "")]
    [InlineData("Update-KubeApiObject cm kube-root-ca.crt @{ data = @{ x = 5 } } -Type Merge -n $ns", "Invalid", "json: cannot unmarshal", "")]
    [InlineData("Set-KubeApiObject (Map a '1') -n none", "NamespaceNotFound", "metadata = @{ name = 'none' } } -Session '", "")]
    [InlineData("Set-KubeApiObject (Map a '1') -n none -Replace", "NamespaceNotFound", "Namespace 'none' not found", "")]
    [InlineData("Set-KubeApiObject (Map a '1') -n $ns -Replace", "ObjectNotFound", "configmaps \"a\" not found", "")]
    public void Each_mistake_is_reported_with_a_recommended_action(string script, string id, string message, string action)
    {
        var error = _shell.Fail(script);

        Assert.StartsWith(id + ",", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains(message, error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("\"\" is invalid", error.ToString(), StringComparison.Ordinal);
        Assert.Equal(error.ToString().Trim(), error.ToString());
        Assert.Contains(action, error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
    }

    [SandboxFact]
    public void A_repeated_mistake_is_looked_up_once()
    {
        sandbox.Server.ClearRequests();

        var typos = _shell.Run(
            "1..3 | ForEach-Object { @{ apiVersion = 'v1'; kind = 'ConfigMap'; metadata = @{ name = \"a$_\" }; dta = @{} } } | Set-KubeApiObject -n $ns");
        Assert.Single(sandbox.Server.Requests, r => r.PathAndQuery.StartsWith("/openapi/v3/", StringComparison.Ordinal));
        sandbox.Server.ClearRequests();
        var unknown = _shell.Run(
            "1..3 | ForEach-Object { @{ apiVersion = 'v1'; kind = 'ConfigMpa'; metadata = @{ name = \"a$_\" } } } | Set-KubeApiObject -n $ns");

        Assert.All(typos.Errors, e => Assert.Contains("Did you mean 'data'?", e.ToString(), StringComparison.Ordinal));
        Assert.All(unknown.Errors, e => Assert.StartsWith("ResourceTypeNotFound,", e.FullyQualifiedErrorId, StringComparison.Ordinal));
        Assert.Equal((3, 3), (typos.Errors.Count, unknown.Errors.Count));
        Assert.Single(sandbox.Server.Requests, r => r.PathAndQuery == "/apis");
    }

    private object Value(string script) => Assert.Single(_shell.Get(script)).BaseObject;

    private static ModuleShell Shell(SandboxFixture sandbox)
    {
        var shell = sandbox.InNamespace();
        shell.Get("""
            function Map($name, $x) { @{ apiVersion = 'v1'; kind = 'ConfigMap'; metadata = @{ name = $name }; data = @{ x = $x } } }
            $session = Connect-KubeApi -KubeConfig $KubeConfig -Name ([guid]::NewGuid())
            function Copy-Blind($o) { [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($o, 9)) }
            """);
        return shell;
    }
}
