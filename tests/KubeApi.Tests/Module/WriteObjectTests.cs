using KubeApi.Sandbox.Faults;

namespace KubeApi.Tests.Module;

/// <summary>New-, Set- and Update-KubeApiObject against a server.</summary>
public sealed class WriteObjectTests(SandboxFixture sandbox) : IClassFixture<SandboxFixture>, IDisposable
{
    private const string Deployment =
        """
        $web = @'
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web}
        spec:
          replicas: 1
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}}
            spec: {containers: [{name: c, image: nginx}]}
        '@

        """;

    private readonly ModuleShell _shell = Shell(sandbox);

    public void Dispose()
    {
        _shell.Dispose();
        sandbox.Server.ClearFaults();
        sandbox.Server.Intercept = null;
    }

    [Theory]
    [InlineData("@{ apiVersion = 'v1'; kind = 'ConfigMap'; metadata = @{ name = 'a' }; data = @{ x = '1' } }")]
    [InlineData("'{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"a\"},\"data\":{\"x\":\"1\"}}'")]
    [InlineData("\"apiVersion: v1`nkind: ConfigMap`nmetadata: {name: a}`ndata: {x: '1'}\"")]
    [InlineData("[pscustomobject]@{ apiVersion = 'v1'; kind = 'ConfigMap'; metadata = [pscustomobject]@{ name = 'a' }; data = @{ x = '1' } }")]
    [InlineData("(ConvertFrom-KubeApiYaml '{apiVersion: v1, kind: ConfigMap, metadata: {name: a}, data: {x: \"1\"}}')")]
    [InlineData("(, @(@{ apiVersion = 'v1'; kind = 'ConfigMap'; metadata = @{ name = 'a' }; data = @{ x = '1' } }))")]
    public void Every_form_of_an_object_is_accepted(string input)
    {
        Assert.Equal("1", Value($"({input} | New-KubeApiObject -n $ns).data.x"));
        Assert.Equal("1", Value($"({input} | Set-KubeApiObject -n $ns).data.x"));
        Assert.Equal("2", Value($"({input} | Update-KubeApiObject @{{ data = @{{ x = '2' }} }} -n $ns).data.x"));
        _shell.Get($"{input} | Remove-KubeApiObject -n $ns");
        Assert.Equal("ObjectNotFound", Id("Get-KubeApiObject cm a -n $ns"));
    }

    [Fact]
    public void An_object_that_was_read_is_created_elsewhere_and_replaced_at_its_origin()
    {
        _shell.Get(
            "$a = New-KubeApiObject (Map a '1') -n $ns; $a.metadata.namespace = $null; $null = New-KubeApiObject @{ apiVersion = 'v1'; kind = 'Namespace'; "
                + "metadata = @{ name = \"$ns-2\" } }");

        Assert.Equal("1", Value("($a | ForEach-Object { $_.metadata.namespace = \"$ns-2\"; $_ } | New-KubeApiObject).data.x"));
        Assert.Equal("3", Value("$b = Get-KubeApiObject cm a -n $ns; $b.data.x = '3'; ($b | Set-KubeApiObject -Replace).data.x"));
    }

    [Fact]
    public void A_generated_name_is_returned() => Assert.StartsWith(
        "gen-",
        (string)Value("(New-KubeApiObject @{ apiVersion = 'v1'; kind = 'ConfigMap'; metadata = @{ generateName = 'gen-' } } -n $ns).metadata.name"),
        StringComparison.Ordinal);

    [Fact]
    public void WhatIf_validates_on_the_server_and_changes_nothing()
    {
        Assert.Empty(_shell.Get("New-KubeApiObject (Map a 1) -n $ns -WhatIf; Set-KubeApiObject (Map b 1) -n $ns -WhatIf"));
        Assert.Equal("UnknownField", Id("Set-KubeApiObject @{ apiVersion = 'v1'; kind = 'ConfigMap'; metadata = @{ name = 'a' }; daat = @{} } -n $ns -WhatIf"));
        Assert.Empty(_shell.Get("Get-KubeApiObject cm a, b -n $ns -ErrorAction Ignore"));
    }

    [Theory]
    [InlineData("(Map a 1), (Map b 1) | New-KubeApiObject -n $ns -Confirm")]
    [InlineData("(Map a 1), (Map b 1) | Set-KubeApiObject -n $ns -Confirm")]
    [InlineData("$ConfirmPreference = 'Medium'; (Map a 1), (Map b 1) | Set-KubeApiObject -n $ns")]
    [InlineData("'kube-root-ca.crt', 'kube-root-ca.crt' | Update-KubeApiObject cm -Patch @{ data = @{ x = '1' } } -n $ns -Confirm")]
    public void Without_a_prompt_each_object_is_an_error_that_names_the_parameter(string script)
    {
        var result = _shell.Run(script);

        Assert.Empty(result.Output);
        Assert.Equal(2, result.Errors.Count);
        Assert.All(result.Errors, e => Assert.StartsWith("NotConfirmed,", e.FullyQualifiedErrorId, StringComparison.Ordinal));
        Assert.All(result.Errors, e => Assert.EndsWith("To confirm: -Confirm:$false.", e.ToString(), StringComparison.Ordinal));
        Assert.Empty(
            _shell.Get("Get-KubeApiObject cm a, b -n $ns -ErrorAction Ignore; (Get-KubeApiObject cm kube-root-ca.crt -n $ns).data | Where-Object { $_.x }"));
    }

    [Fact]
    public void An_invalid_object_is_one_error_and_the_others_are_written()
    {
        var result = _shell.Run(
            "(Set-KubeApiObject @((Map a 1), @{ kind = 'x' }, (Map b 2)) -n $ns).metadata.name; (Update-KubeApiObject -InputObject @((Map a 1), 5, (Map b "
                + "2)) @{ data = @{ x = '3' } } -n $ns).data.x");

        Assert.Equal(["a", "b", "3", "3"], result.Output.Select(o => o.BaseObject));
        Assert.Equal(["x/…", "Int32"], result.Errors.Select(e => e.TargetObject));
        Assert.Contains("2 of 3 objects", Assert.Single(result.Warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("test", "the value differs")]
    [InlineData("remove", "/data/y does not exist")]
    public void A_refused_JSON_patch_is_reported_with_its_operation(string op, string fault)
    {
        _shell.Get("$null = New-KubeApiObject (Map a 1) -n $ns");
        var path = op == "test" ? "/data/x" : "/data/y";

        var error = _shell.Fail(
            $"Update-KubeApiObject cm a @(@{{ op = 'test'; path = '/data/x'; value = '1' }}, "
            + $"@{{ op = '{op}'; path = '{path}'; value = '2' }}) -Type Json -n $ns");

        Assert.Contains($"operation 2 of 2 ({op} {path}): {fault}", error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("'1'", error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("New-KubeApiObject (Map a 1) -n $ns", "AlreadyExists")]
    [InlineData("New-KubeApiObject (Map 'A B' 1) -n $ns", "Invalid")]
    [InlineData("Set-KubeApiObject (Map 'A B' 1) -n $ns", "Invalid")]
    [InlineData("Set-KubeApiObject (Map a 2) -FieldManager other -n $ns", "ApplyConflict")]
    [InlineData("New-KubeApiObject @{ apiVersion = 'v1'; kind = 'ConfigMap'; metadata = @{ name = 'b' }; dta = @{} } -n $ns", "UnknownField")]
    public void An_error_of_a_write_names_the_namespace(string script, string id)
    {
        _shell.Get("$null = Set-KubeApiObject (Map a 1) -n $ns");

        var error = _shell.Fail(script);

        Assert.StartsWith(id + ",", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains($"n namespace '{_shell.Get("$ns")[0]}' (session '", error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Set-KubeApiObject")]
    [InlineData("Update-KubeApiObject -Patch @{}")]
    [InlineData("Remove-KubeApiObject")]
    public void Input_without_objects_is_reported(string cmdlet)
    {
        var result = _shell.Run($"'' | {cmdlet}");

        Assert.Empty(result.Errors);
        Assert.Equal("The input contains no objects.", Assert.Single(result.Warnings));
    }

    [Theory]
    [InlineData("Set-KubeApiObject")]
    [InlineData("Update-KubeApiObject -Patch @{ data = @{ x = '1' } }")]
    [InlineData("Remove-KubeApiObject")]
    [InlineData("Restart-KubeApiWorkload")]
    public void An_error_never_contains_the_input_text(string cmdlet)
    {
        var result = _shell.Run($"'{{kind: Secret, data: {{a: TOPSECRET}}}}', '{{kind: Secret, a: [TOPSECRET' | {cmdlet}");

        Assert.Equal(["document 1, line 1", "a string"], result.Errors.Select(e => e.TargetObject));
        Assert.DoesNotContain(result.Errors, e => $"{e}{e.CategoryInfo}".Contains("TOPSECRET", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Set-KubeApiObject")]
    [InlineData("Update-KubeApiObject -Patch @{ data = @{ x = '1' } }")]
    [InlineData("Remove-KubeApiObject -WhatIf")]
    public void An_error_names_the_file_of_its_object(string cmdlet)
    {
        var file = Path.GetTempFileName();
        File.WriteAllText(file, "{apiVersion: v1, kind: Nothing, metadata: {name: a}}");
        try
        {
            var error = _shell.Fail($"Import-KubeApiManifest {file} | {cmdlet}");

            Assert.StartsWith("ResourceTypeNotFound,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
            Assert.StartsWith($"{file}, document 1, line 1: ", error.ToString(), StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void A_script_block_without_changes_writes_nothing_with_WhatIf() =>
        Assert.Empty(_shell.Get("$null = New-KubeApiObject (Map a 1) -n $ns; Update-KubeApiObject cm a { } -n $ns -WhatIf"));

    [Fact]
    public void A_dry_run_returns_the_object_that_would_be_stored()
    {
        Assert.Equal("1", Value("(New-KubeApiObject (Map a 1) -n $ns -DryRun).data.x"));
        Assert.Equal("1", Value("(Set-KubeApiObject (Map a 1) -n $ns -DryRun).data.x"));
        Assert.Equal("ObjectNotFound", Id("Get-KubeApiObject cm a -n $ns"));
        // Fields that this manager wrote by create are no conflict in a dry run either.
        Assert.Equal("2", Value("$null = New-KubeApiObject (Map a 1) -n $ns; (Set-KubeApiObject (Map a 2) -n $ns -DryRun).data.x"));
        Assert.Equal("1", Value("(Get-KubeApiObject cm a -n $ns).data.x"));
    }

    [Fact]
    public void An_apply_takes_over_fields_of_the_same_manager_and_drops_omitted_ones()
    {
        _shell.Get("$null = New-KubeApiObject (Map a 1) -n $ns; $null = Update-KubeApiObject cm a @{ data = @{ z = '9' } } -n $ns -FieldManager kubeapi");

        Assert.Equal(
            "y=2",
            Value(
                "(Set-KubeApiObject @{ apiVersion = 'v1'; kind = 'ConfigMap'; metadata = @{ name = 'a' }; data = @{ y = '2' } } -n "
                    + "$ns).data.PSObject.Properties | ForEach-Object { \"$($_.Name)=$($_.Value)\" }"));
        Assert.Equal(
            "kubeapi Apply",
            Value("(Get-KubeApiObject cm a -n $ns -ShowManagedFields).metadata.managedFields | ForEach-Object { \"$($_.manager) $($_.operation)\" }"));
    }

    [Fact]
    public void An_apply_takes_over_fields_from_kubectl()
    {
        _shell.Get("""
            $old = Map a 1
            $old.metadata.annotations = @{ 'kubectl.kubernetes.io/last-applied-configuration' = '{}' }
            $null = New-KubeApiObject $old -n $ns -FieldManager kubectl-client-side-apply
            """);

        Assert.Equal("2 ", Value("Set-KubeApiObject (Map a 2) -n $ns | ForEach-Object { \"$($_.data.x) $($_.metadata.annotations)\" }"));
    }

    [Fact]
    public void A_conflict_lists_each_field_and_its_manager_and_force_takes_them_over()
    {
        _shell.Get("$null = Set-KubeApiObject (Map a 1) -n $ns");

        var conflict = _shell.Fail("Set-KubeApiObject (Map a 2) -n $ns -FieldManager other");
        var forced = _shell.Run("(Set-KubeApiObject (Map a 2) -n $ns -FieldManager other -ForceConflicts).data.x");

        Assert.StartsWith("ApplyConflict,", conflict.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.EndsWith(
            "'): Apply failed with 1 conflict:\n  .data.x: conflict with \"kubeapi\"", conflict.ToString().ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Contains("-ForceConflicts", conflict.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.Equal("2", Assert.Single(forced.Output).BaseObject);
        Assert.Contains(".data.x is taken over (conflict with \"kubeapi\")", Assert.Single(forced.Warnings), StringComparison.Ordinal);
        Assert.Equal(
            "other",
            Value(
                "(Get-KubeApiObject cm a -n $ns -ShowManagedFields).metadata.managedFields | "
                + "Where-Object { $_.fieldsV1.'f:data'.'f:x' } | ForEach-Object manager"));
    }

    [Fact]
    public void Applying_an_object_that_was_read_warns()
    {
        var result = _shell.Run("New-KubeApiObject (Map a 1) -n $ns | Set-KubeApiObject -ForceConflicts");

        Assert.Empty(result.Errors);
        Assert.Contains("ConfigMap/a was read from a server", Assert.Single(result.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void The_error_of_an_outdated_replace_shows_both_versions()
    {
        _shell.Get("$old = New-KubeApiObject (Map a 1) -n $ns; $new = Update-KubeApiObject cm a @{ data = @{ x = '2' } } -n $ns");

        var conflict = _shell.Fail("$old | Set-KubeApiObject -Replace");

        Assert.StartsWith("ConcurrencyConflict,", conflict.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains(
            (string)Value("\"your object has the version $($old.metadata.resourceVersion), the server's has $($new.metadata.resourceVersion)\""),
            conflict.ToString(),
            StringComparison.Ordinal);
        // Without a version, any stored version is replaced.
        Assert.Equal("5", Value("(Set-KubeApiObject (Map a 5) -n $ns -Replace).data.x"));
    }

    [Fact]
    public void The_error_of_a_replace_of_a_successor_shows_both_UIDs()
    {
        var conflict = _shell.Fail(
            "$o = New-KubeApiObject (Map a 1) -n $ns; $uid = $o.metadata.uid; $o.metadata.uid = 'other'; $o | Set-KubeApiObject -Replace");

        Assert.Contains((string)Value("\"your object has the uid other, the server's has $uid\""), conflict.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Set-KubeApiObject")]
    [InlineData("Set-KubeApiObject -Replace")]
    [InlineData("New-KubeApiObject")]
    [InlineData("Compare-KubeApiObject")]
    [InlineData("ForEach-Object { @{ apiVersion = $_.apiVersion; kind = $_.kind; metadata = @{ name = 'a' } } } | Set-KubeApiObject -n $ns")]
    public void Metadata_only_objects_cannot_be_written(string command)
    {
        _shell.Get("$null = New-KubeApiObject (Map a 1) -n $ns");

        var error = _shell.Fail($"Get-KubeApiObject cm a -n $ns -MetadataOnly | {command}");

        Assert.StartsWith("InvalidManifest,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("was read with -MetadataOnly", error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("New-KubeApiObject (Map a 1) -n absent", "NamespaceNotFound", "Namespace 'absent' not found")]
    [InlineData(
        "Set-KubeApiObject (Map a 1) -n absent", "NamespaceNotFound",
        "New-KubeApiObject @{ apiVersion = 'v1'; kind = 'Namespace'; metadata = @{ name = 'absent' } }")]
    [InlineData("New-KubeApiObject (Map kube-root-ca.crt 1) -n $ns", "AlreadyExists", "already exists")]
    [InlineData(
        "Set-KubeApiObject ($web -replace 'replicas', 'replica') -n $ns", "UnknownField",
        ".spec.replica: field not declared in schema. Did you mean 'replicas'?")]
    [InlineData("New-KubeApiObject ($web -replace 'image', 'imag') -n $ns", "UnknownField", "\"spec.template.spec.containers[0].imag\". Did you mean 'image'?")]
    [InlineData("Set-KubeApiObject ($web -replace 'image', 'imag') -n $ns", "UnknownField", "Did you mean 'image'?")]
    [InlineData(
        "New-KubeApiObject ($web -replace 'Deployment', 'Deploymnt') -n $ns", "ResourceTypeNotFound", "Did you mean 'apiVersion: apps/v1, kind: Deployment'?")]
    [InlineData("New-KubeApiObject @{ kind = 'Pod'; metadata = @{ name = 'x' } } -n $ns", "InvalidManifest", "has no apiVersion")]
    [InlineData("New-KubeApiObject \"a: [\" -n $ns", "InvalidManifest", "line 1, column 5")]
    [InlineData(
        "Set-KubeApiObject @{ apiVersion = 'v1'; kind = 'ConfigMap'; metadata = @{ generateName = 'x' } } -n $ns", "InvalidManifest",
        "New-KubeApiObject accepts generateName")]
    [InlineData(
        "New-KubeApiObject @{ apiVersion = 'v1'; kind = 'ConfigMap'; metadata = @{ name = 'x'; namespace = 'default' } } -n $ns", "InvalidArgument",
        "Omit one of them")]
    [InlineData(
        "New-KubeApiObject @{ apiVersion = 'v1'; kind = 'Secret'; metadata = @{ name = 'x' }; data = @{ p = [securestring]::new() } } -n $ns",
        "InvalidArgument", "$.data.p")]
    [InlineData("Set-KubeApiObject (Map none 1) -n $ns -Replace", "ObjectNotFound", "not found")]
    [InlineData("Update-KubeApiObject cm none @{ data = @{ x = '1' } } -n $ns", "ObjectNotFound", "not found")]
    [InlineData("Update-KubeApiObject cm none { $_.x = 1 } -n $ns", "ObjectNotFound", "not found")]
    [InlineData("Update-KubeApiObject cm -Patch @{} -n $ns", "InvalidArgument", "Name the objects")]
    [InlineData(
        "Update-KubeApiObject cm kube-root-ca.crt { $_.metadta.x = 1 } -n $ns", "InvalidArgument", "script block of -Patch failed, and nothing was changed")]
    [InlineData("Update-KubeApiObject cm kube-root-ca.crt { $_.data.x = [securestring]::new() } -n $ns", "InvalidArgument", "$.data.x")]
    [InlineData("Update-KubeApiObject cm kube-root-ca.crt 5 -n $ns", "InvalidArgument", "A patch is")]
    [InlineData("Update-KubeApiObject cm kube-root-ca.crt @(@{ op = 'x' }) -Type Merge -n $ns", "InvalidArgument", "-Type Json")]
    [InlineData("Update-KubeApiObject cm kube-root-ca.crt { } -Type Json -n $ns", "InvalidArgument", "omit -Type")]
    [InlineData("Update-KubeApiObject cm kube-root-ca.crt 'a: [' -n $ns", "InvalidManifest", "line 1, column 5")]
    [InlineData("Update-KubeApiObject all x @{} -n $ns", "InvalidArgument", "category")]
    public void Each_mistake_is_one_error_with_a_recommended_action(string script, string id, string expected)
    {
        var error = Assert.Single(_shell.Run(Deployment + script).Errors);

        Assert.StartsWith(id + ",", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains(expected, error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("@{ data = @{ x = '2'; z = '3' } }")]
    [InlineData("([pscustomobject]@{ data = @{ x = '2'; z = '3' } })")]
    [InlineData("'data: {x: \"2\", z: \"3\"}'")]
    [InlineData("@{ data = @{ x = '2'; z = '3' } } -Type Merge")]
    [InlineData("@(@{ op = 'replace'; path = '/data/x'; value = '2' }, @{ op = 'add'; path = '/data/z'; value = '3' })")]
    [InlineData("@{ data = @{ x = '2'; z = '3' } } -Type Apply")]
    [InlineData("{ $_.data.x = '2'; $_.data.z = '3' }")]
    [InlineData("{ $_.data = @{ x = $two; z = '3' } }")]
    public void Patches_are_accepted_in_each_form(string patch)
    {
        _shell.Get("$two = '2'; $null = Set-KubeApiObject (Map a 1) -n $ns");

        Assert.Equal("2 3", Value($"(Update-KubeApiObject cm a {patch} -n $ns).data | ForEach-Object {{ \"$($_.x) $($_.z)\" }}"));
        Assert.Equal("2 3", Value($"(Get-KubeApiObject cm a -n $ns | Update-KubeApiObject -Patch {patch}).data | ForEach-Object {{ \"$($_.x) $($_.z)\" }}"));
        Assert.Equal("2 3", Value($"('a' | Update-KubeApiObject cm -Patch {patch} -n $ns).data | ForEach-Object {{ \"$($_.x) $($_.z)\" }}"));
    }

    [Fact]
    public void A_strategic_patch_merges_lists_by_key_and_patches_subresources()
    {
        _shell.Get(Deployment + "$null = New-KubeApiObject $web -n $ns");

        Assert.Equal("busybox,nginx", Value("""
            $d = Update-KubeApiObject deploy/web -Patch @{ spec = @{ template = @{ spec = @{ containers = @(@{ name = 'd'; image = 'busybox' }) } } } } -n $ns
            [string[]] $images = $d.spec.template.spec.containers.image
            [array]::Sort($images)
            $images -join ','
            """));
        Assert.Equal(
            4L,
            Value(
                "$null = Update-KubeApiObject deploy web @{ spec = @{ replicas = 4 } } -Subresource scale -n $ns -Type Merge; (Get-KubeApiObject deploy web "
                    + "-n $ns).spec.replicas"));
    }

    [Fact]
    public void Each_object_of_an_apply_patch_is_named()
    {
        _shell.Get("$null = (Map a 1), (Map b 1) | Set-KubeApiObject -n $ns");

        Assert.Equal(
            ["a 2", "b 2"],
            _shell.Get("Update-KubeApiObject cm a, b @{ data = @{ x = '2' } } -Type Apply -n $ns | ForEach-Object { \"$($_.metadata.name) $($_.data.x)\" }")
                .Select(o => o.BaseObject));
    }

    [SandboxFact]
    public void A_script_block_without_changes_sends_nothing()
    {
        _shell.Get("$null = New-KubeApiObject (Map a 1) -n $ns");
        sandbox.Server.ClearRequests();

        Assert.Equal("1", Value("(Update-KubeApiObject cm a { $_.data.x = '1'; $_.metadata.labels.Count } -n $ns).data.x"));
        Assert.DoesNotContain(sandbox.Server.Requests, r => r.Method == "PATCH");
    }

    [SandboxFact]
    public void A_script_block_is_repeated_after_a_concurrent_write()
    {
        _shell.Get("$null = New-KubeApiObject (Map a 1) -n $ns; $runs = @()");
        sandbox.Server.Fail(new Fault { Count = 2, Status = 409, Method = "PATCH" });

        Assert.Equal("1+", Value("(Update-KubeApiObject cm a { $script:runs += 1; $_.data.x += '+' } -n $ns).data.x"));
        Assert.Equal(3, Value("$script:runs.Count"));
    }

    [SandboxFact]
    public void A_replace_without_a_version_is_repeated_after_a_concurrent_write()
    {
        _shell.Get("$null = New-KubeApiObject (Map a 1) -n $ns");
        sandbox.Server.Fail(new Fault { Count = 2, Status = 409, Method = "PUT" });

        Assert.Equal("2", Value("(Set-KubeApiObject (Map a 2) -Replace -n $ns).data.x"));

        sandbox.Server.Fail(new Fault { Count = 9, Status = 409, Method = "PUT" });
        Assert.Equal("ConcurrencyConflict", Id("Set-KubeApiObject (Map a 3) -Replace -n $ns"));
        Assert.Equal(4, sandbox.Server.Faults.Sum(f => f.Count));
    }

    [SandboxFact]
    public void A_script_block_fails_after_repeated_conflicts()
    {
        _shell.Get("$null = New-KubeApiObject (Map a 1) -n $ns");
        sandbox.Server.Fail(new Fault { Count = 9, Status = 409, Method = "PATCH" });

        Assert.Equal("ConcurrencyConflict", Id("Update-KubeApiObject cm a { $_.data.x += '+' } -n $ns"));
        Assert.Equal(4, sandbox.Server.Faults.Sum(f => f.Count));
    }

    [Fact]
    public void A_refused_patch_does_not_quote_the_object()
    {
        _shell.Get("$null = New-KubeApiObject @{ apiVersion = 'v1'; kind = 'Secret'; metadata = @{ name = 's' }; stringData = @{ p = 'hunter2' } } -n $ns");

        var error = _shell.Fail("Update-KubeApiObject secret s @{ dta = @{ x = 'y' } } -Type Merge -n $ns");

        Assert.EndsWith("'): strict decoding error: unknown field \"dta\". Did you mean 'data'?", error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("aHVudGVyMg", error.Exception.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_set_is_ordered_and_an_invalid_object_is_one_error()
    {
        var result = _shell.Run("""
            Set-KubeApiObject @"
            {apiVersion: v1, kind: ConfigMap, metadata: {name: one, namespace: $ns-3}}
            ---
            {apiVersion: v1, kind: Pod, metadata: {name: bad, namespace: $ns-3}}
            ---
            {apiVersion: v1, kind: Namespace, metadata: {name: $ns-3}}
            "@ | ForEach-Object { $_.kind }
            """);

        Assert.Equal(["Namespace", "ConfigMap"], result.Output.Select(o => o.BaseObject));
        Assert.Equal("Pod/bad (document 2, line 3)", Assert.Single(result.Errors).TargetObject);
        Assert.Equal("2 of 3 objects were applied, 1 failed.", Assert.Single(result.Warnings));
    }

    [Theory]
    [InlineData("-DryRun")]
    [InlineData("-WhatIf")]
    public void Objects_that_depend_on_the_set_are_not_validated_in_a_dry_run(string rehearsal)
    {
        var result = _shell.Run("""
            Set-KubeApiObject @"
            {apiVersion: v1, kind: ConfigMap, metadata: {name: one, namespace: $ns-4}}
            ---
            {apiVersion: v1, kind: Namespace, metadata: {name: $ns-4}}
            ---
            {apiVersion: g.example/v1, kind: Widget, metadata: {name: w}}
            ---
            {apiVersion: apiextensions.k8s.io/v1, kind: CustomResourceDefinition, metadata: {name: widgets.g.example},
             spec: {group: g.example, scope: Cluster, names: {kind: Widget, plural: widgets}, versions: [{name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object}}}]}}
            "@ -REHEARSAL
            """.Replace("-REHEARSAL", rehearsal, StringComparison.Ordinal));

        Assert.Empty(result.Errors);
        Assert.Contains("ConfigMap/one (document 1, line 1) was not validated: it needs the namespace", result.Warnings[0], StringComparison.Ordinal);
        Assert.Contains(
            "Widget/w (document 3, line 5) was not validated: it needs the CustomResourceDefinition 'widgets.g.example', which a dry run "
            + "of the same set does not create.", result.Warnings[1],
            StringComparison.Ordinal);
        Assert.Contains("2 not validated", result.Warnings[2], StringComparison.Ordinal);
    }

    [SandboxFact]
    public void A_write_whose_connection_breaks_is_repeated_if_that_is_safe_and_unknown_otherwise()
    {
        _shell.Get("$null = Set-KubeApiObject (Map a 1) -n $ns; $null = New-KubeApiObject (Map b 1) -n $ns");
        sandbox.Server.Fail(new Fault { Count = 1, Break = Break.Reset, After = true, Method = "PATCH" });
        Assert.Equal("2", Value("(Set-KubeApiObject (Map a 2) -n $ns).data.x"));

        sandbox.Server.Fail(new Fault { Count = 1, Break = Break.Reset, After = true, Method = "DELETE" });
        _shell.Get("Get-KubeApiObject cm b -n $ns | Remove-KubeApiObject");
        Assert.Equal("ObjectNotFound", Id("Get-KubeApiObject cm b -n $ns"));

        sandbox.Server.Fail(new Fault { Count = 1, Break = Break.Reset, After = true, Method = "POST" });
        Assert.Equal("UnknownOutcome", Id("New-KubeApiObject (Map c 1) -n $ns"));
        sandbox.Server.Fail(new Fault { Count = 1, Break = Break.Reset, After = true, Method = "PATCH" });
        Assert.Equal("UnknownOutcome", Id("Update-KubeApiObject cm a @{ data = @{ x = '3' } } -n $ns"));
    }

    [SandboxFact]
    public void A_write_goes_to_the_named_session_or_to_the_origin_of_the_object()
    {
        Assert.Equal(
            "NoSession",
            sandbox.Shell()
                .Fail("New-KubeApiObject @{ apiVersion = 'v1'; kind = 'Namespace'; metadata = @{ name = 'x' } }").FullyQualifiedErrorId.Split(',')[0]);
        Assert.Equal("Forbidden", Id("""
            $a = New-KubeApiObject (Map a 1) -n $ns
            $viewer = Connect-KubeApi sandbox-viewer -KubeConfig $KubeConfig -Name "$ns-viewer"
            $a = $a | Update-KubeApiObject -Patch @{ data = @{ x = '2' } }
            New-KubeApiObject (Map b 1) -n $ns
            """));
        Assert.Equal("2", Value("$a.data.x"));
    }

    private object Value(string script) => Assert.Single(_shell.Get(script)).BaseObject;

    private string Id(string script) => _shell.Fail(script).FullyQualifiedErrorId.Split(',')[0];

    private static ModuleShell Shell(SandboxFixture sandbox)
    {
        var shell = sandbox.InNamespace();
        shell.Get("""
            function Map($name, $x) { @{ apiVersion = 'v1'; kind = 'ConfigMap'; metadata = @{ name = $name }; data = @{ x = "$x" } } }
            """);
        return shell;
    }
}
