using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;

namespace KubeApi.Tests.Module;

/// <summary>Compare-KubeApiObject against a server.</summary>
public sealed class CompareObjectTests : IClassFixture<SandboxFixture>, IDisposable
{
    private const string Web =
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web, labels: {app: web, tier: front}}
        spec:
          replicas: 2
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}}
            spec:
              containers:
              - {name: web, image: 'nginx:1.27'}
              - {name: side, image: busybox}
        """;

    private readonly SandboxFixture _sandbox;
    private readonly ModuleShell _shell;
    private readonly ConcurrentQueue<string> _writes = [];

    public CompareObjectTests(SandboxFixture sandbox)
    {
        _sandbox = sandbox;
        _shell = sandbox.InNamespace();
        _shell.Get($$"""
            function Map($name, $x) { @{ apiVersion = 'v1'; kind = 'ConfigMap'; metadata = @{ name = $name }; data = @{ x = "$x" } } }
            $web = @'
            {{Web}}
            '@
            $null = Set-KubeApiObject $web -n $ns
            """);
        sandbox.Server.Intercept = context =>
        {
            if (!HttpMethods.IsGet(context.Request.Method) && context.Request.Query["dryRun"] != "All")
            {
                _writes.Enqueue($"{context.Request.Method} {context.Request.Path}");
            }

            return Task.FromResult(false);
        };
    }

    public void Dispose()
    {
        _shell.Dispose();
        _sandbox.Server.Intercept = null;
    }

    [Fact]
    public void Each_field_is_listed_and_nothing_is_written()
    {
        var script = """
            Compare-KubeApiObject ($web -replace 'replicas: 2', 'replicas: 3' -replace '1.27', '1.28' -replace ', tier: front', '' -replace 'name: side', 'name: aside') -n $ns |
                ForEach-Object { "$($_.Kind)/$($_.Name) $($_.Change) $($_.Path) $(if ($_.Before -isnot [pscustomobject]) { $_.Before }) $(if ($_.After -isnot [pscustomobject]) { $_.After })".TrimEnd() }
            """;
        string[] expected =
        [
            "Deployment/web Removed metadata.labels.tier front",
            "Deployment/web Changed spec.replicas 2 3",
            "Deployment/web Changed spec.template.spec.containers[name=web].image nginx:1.27 nginx:1.28",
            "Deployment/web Removed spec.template.spec.containers[name=side]",
            "Deployment/web Added spec.template.spec.containers[name=aside]",
        ];

        Assert.Equal(expected.Order(), Texts(script).Order());
        Assert.Equal(expected.Order(), Texts(script).Order());
        Assert.Empty(_writes);
    }

    [Theory]
    [InlineData("$web")]
    [InlineData("(Get-KubeApiObject deploy web -n $ns)")]
    [InlineData("(ConvertFrom-KubeApiYaml $web)")]
    [InlineData("(Map kube-root-ca.crt 1 | ForEach-Object { $_.Remove('data'); $_ })")]
    public void An_unchanged_object_has_no_difference(string input)
    {
        Assert.Empty(_shell.Get($"{input} | Compare-KubeApiObject -n $ns"));
        Assert.Equal([false], _shell.Get($"{input} | Compare-KubeApiObject -n $ns -Quiet").Select(o => o.BaseObject));
    }

    [Fact]
    public void A_new_object_is_one_difference_with_its_fields()
    {
        Assert.Equal(
            ["Added '' 1 ConfigMap "],
            Texts(
                "Compare-KubeApiObject (Map a 1) -n $ns | ForEach-Object { \"$($_.Change) '$($_.Path)' $($_.After.data.x) $($_.After.kind) "
                    + "$($_.After.metadata.uid)$($_.Before)\" }"));
        Assert.Equal([true], _shell.Get("Compare-KubeApiObject (Map a 1), $web -n $ns -Quiet").Select(o => o.BaseObject));
        Assert.Empty(_writes);
    }

    [Fact]
    public void Values_of_a_secret_are_masked_everywhere()
    {
        _shell.Get("""
            function Secret($p) { @{ apiVersion = 'v1'; kind = 'Secret'; metadata = @{ name = 's' }; stringData = @{ p = $p; same = 'hidden' } } }
            $null = Set-KubeApiObject (Secret hidden1) -n $ns
            """);

        Assert.Equal(
            ["Changed data.p *** (before) *** (after)"],
            Texts("Compare-KubeApiObject (Secret hidden2) -n $ns | ForEach-Object { \"$($_.Change) $($_.Path) $($_.Before) $($_.After)\" }"));
        Assert.Equal(["*** (after)"], Texts("$new = Secret hidden3; $new.metadata.name = 'new'; (Compare-KubeApiObject $new -n $ns).After.data.p"));
        // The value is invalid base64 in one, and of the wrong type in the other.
        foreach (var wrong in new[] { "'hidden!'", "@('hidden')", "@{ hidden = 'hidden' }" })
        {
            foreach (var cmdlet in new[]
            {
                "Compare-KubeApiObject", "Set-KubeApiObject -WhatIf", "Set-KubeApiObject", "New-KubeApiObject", "Set-KubeApiObject -Replace"
            })
            {
                var result = _shell.Run($"$bad = Secret x; $bad.data = @{{ p = {wrong} }}; $bad | {cmdlet} -n $ns -Verbose");
                var error = Assert.Single(result.Errors);
                var told = string.Join('\n', [error.ToString(), error.Exception.Message, $"{error.TargetObject}", .. result.Verbose, .. result.Warnings]);
                Assert.False(
                    told.Contains("hidden", StringComparison.Ordinal) || told.Contains("aGlkZGVu", StringComparison.Ordinal), $"{cmdlet} {wrong}: {told}");
            }
        }
    }

    [Fact]
    public void StringData_of_a_secret_is_compared_with_its_data()
    {
        _shell.Get("""
            function Secret($texts) { @{ apiVersion = 'v1'; kind = 'Secret'; metadata = @{ name = 's' }; stringData = $texts } }
            $null = New-KubeApiObject (Secret @{ a = '1'; b = '2' }) -n $ns
            """);

        Assert.Equal(
            ["Changed data.a", "Removed data.b", "Added data.c"],
            Texts("Compare-KubeApiObject (Secret @{ a = '3'; c = '4' }) -n $ns | ForEach-Object { \"$($_.Change) $($_.Path)\" }").OrderBy(t => t[^1]));
        Assert.Equal(
            ["a=Mw==", "c=NA=="],
            Texts("(Set-KubeApiObject (Secret @{ a = '3'; c = '4' }) -n $ns).data.PSObject.Properties | ForEach-Object { \"$($_.Name)=$($_.Value)\" }"));
    }

    [Fact]
    public void A_field_of_another_manager_is_a_difference_that_names_it()
    {
        _shell.Get("$null = Set-KubeApiObject (Map a 1) -n $ns -FieldManager owner");

        var result = _shell.Run("Compare-KubeApiObject (Map a 2) -n $ns | ForEach-Object { \"$($_.Path) $($_.Manager) $($_.Before) $($_.After)\" }");
        Assert.Equal(["data.x owner 1 2"], result.Output.Select(o => o.ToString()));
        Assert.Empty(result.Errors);
        Assert.Empty(result.Warnings);
        Assert.Equal([true], _shell.Get("Compare-KubeApiObject (Map a 2) -n $ns -Quiet -ErrorAction SilentlyContinue").Select(o => o.BaseObject));
        Assert.Equal([false], _shell.Get("Compare-KubeApiObject (Map a 1) -n $ns -Quiet").Select(o => o.BaseObject));
        Assert.Contains(
            "@@ data.x @@ owned by owner\n-x: \"1\"",
            string.Join('\n', Texts(
                "Compare-KubeApiObject (Map a 2) -n $ns | ForEach-Object { [KubeApi.Formatting.DifferenceView]::Lines($_, '', '', '', '') }")),
            StringComparison.Ordinal);
        Assert.DoesNotContain(
            "owned by",
            string.Join('\n', Texts(
                "Compare-KubeApiObject (Map a 2) -n $ns -FieldManager owner | "
                    + "ForEach-Object { [KubeApi.Formatting.DifferenceView]::Lines($_, '', '', '', '') }")),
            StringComparison.Ordinal);
        // The conflict of the real apply remains.
        Assert.StartsWith("ApplyConflict,", _shell.Fail("Set-KubeApiObject (Map a 2) -n $ns").FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Fact]
    public void Force_warns_about_each_field_that_would_be_taken_over()
    {
        _shell.Get("$null = Set-KubeApiObject (Map a 1) -n $ns");

        var forced = _shell.Run("(Compare-KubeApiObject (Map a 2) -n $ns -FieldManager other -ForceConflicts).Path");

        Assert.Equal("data.x", Assert.Single(forced.Output).BaseObject);
        Assert.Contains(".data.x would be taken over (conflict with \"kubeapi\")", Assert.Single(forced.Warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Compare-KubeApiObject (Map a 1) -n absent -Quiet -ErrorAction SilentlyContinue")]
    [InlineData("Compare-KubeApiObject ($web -replace 'replicas', 'replica') -n $ns -Quiet -ErrorAction SilentlyContinue")]
    [InlineData("Compare-KubeApiObject 5 -Quiet -ErrorAction SilentlyContinue")]
    [InlineData("$web, 5 | Compare-KubeApiObject -n $ns -Quiet -ErrorAction SilentlyContinue")]
    public void An_error_is_never_reported_as_no_difference(string script) => Assert.Equal([true], _shell.Run(script).Output.Select(o => o.BaseObject));

    [Theory]
    [InlineData("kubeapi")]
    [InlineData("kubectl-client-side-apply")]
    public void Fields_that_the_apply_would_drop_are_listed(string manager)
    {
        _shell.Get(
            $"$null = New-KubeApiObject @{{ apiVersion = 'v1'; kind = 'ConfigMap'; metadata = @{{ name = 'own'; labels = @{{ l = '1' }} }}; data = @{{ x = "
                + $"'1'; y = '2' }} }} -n $ns -FieldManager {manager}");

        Assert.Equal(
            ["metadata.labels Removed", "data.y Removed"],
            Texts("Compare-KubeApiObject (Map own 1) -n $ns | ForEach-Object { \"$($_.Path) $($_.Change)\" }").OrderDescending());
        Assert.Equal(["x"], Texts("(Set-KubeApiObject (Map own 1) -n $ns -DryRun).data.PSObject.Properties.Name"));
        Assert.Equal(["x"], Texts("(Set-KubeApiObject (Map own 1) -n $ns).data.PSObject.Properties.Name"));
        Assert.Empty(_shell.Get("Compare-KubeApiObject (Map own 1) -n $ns"));
    }

    [Fact]
    public void Defaults_of_an_object_created_without_apply_are_not_reported_as_dropped()
    {
        _shell.Get("$created = $web -replace 'name: web, l', 'name: created, l'; $null = New-KubeApiObject $created -n $ns");

        Assert.Empty(_shell.Get("Compare-KubeApiObject $created -n $ns"));
        Assert.Empty(_shell.Get("Compare-KubeApiObject @{ apiVersion = 'v1'; kind = 'Namespace'; metadata = @{ name = $ns } }"));
    }

    [Fact]
    public void An_object_that_depends_on_the_same_set_is_not_compared()
    {
        _writes.Clear();
        var set = """
            (@{ apiVersion = 'v1'; kind = 'Namespace'; metadata = @{ name = "$ns-later" } }),
            (@{ apiVersion = 'v1'; kind = 'ConfigMap'; metadata = @{ name = 'a'; namespace = "$ns-later" } }) | Compare-KubeApiObject
            """;
        var result = _shell.Run(set);

        Assert.Equal("Namespace", Assert.Single(result.Output).Properties["Kind"].Value);
        Assert.Empty(result.Errors);
        Assert.Contains("ConfigMap/a was not validated: it needs the namespace", result.Warnings[0], StringComparison.Ordinal);
        Assert.Equal("1 of 2 objects were compared, 1 not validated.", result.Warnings[1]);
        Assert.Empty(_writes);
    }

    [Theory]
    [InlineData("Compare-KubeApiObject (Map a 1) -n absent", "NamespaceNotFound", "Namespace 'absent' not found")]
    [InlineData("Compare-KubeApiObject ($web -replace 'replicas', 'replica') -n $ns", "UnknownField", "Did you mean 'replicas'?")]
    [InlineData("Compare-KubeApiObject @{ apiVersion = 'v1'; kind = 'Nothing'; metadata = @{ name = 'a' } }", "ResourceTypeNotFound", "Nothing")]
    [InlineData(
        "Compare-KubeApiObject @{ apiVersion = 'v1'; kind = 'ConfigMap'; metadata = @{ generateName = 'a' } }", "InvalidManifest",
        "Cannot compare")]
    [InlineData("Compare-KubeApiObject 5", "InvalidManifest", "A manifest is")]
    public void Each_mistake_is_one_error_without_output(string script, string id, string expected)
    {
        var result = _shell.Run(script);

        var error = Assert.Single(result.Errors);
        Assert.StartsWith(id + ",", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains(expected, error.ToString(), StringComparison.Ordinal);
        Assert.Empty(result.Output);
    }

    [Fact]
    public void A_subresource_is_compared_only_on_request()
    {
        _shell.Get(
            "$d = Get-KubeApiObject deploy web -n $ns; $with = @{ apiVersion = 'apps/v1'; kind = 'Deployment'; metadata = @{ name = 'web' }; status = @{ "
                + "collisionCount = 7 } }");

        Assert.Equal(
            ["Added status.collisionCount"],
            Texts("$with | Compare-KubeApiObject -n $ns -Subresource status -FieldManager other | ForEach-Object { \"$($_.Change) $($_.Path)\" }"));
    }

    [Fact]
    public void DryRun_and_WhatIf_are_not_parameters()
    {
        var parameters = Texts("(Get-Command Compare-KubeApiObject).Parameters.Keys");

        Assert.DoesNotContain("DryRun", parameters);
        Assert.DoesNotContain("ShowManagedFields", parameters);
        Assert.DoesNotContain("WhatIf", parameters);
    }

    [SandboxFact]
    public void A_concurrent_write_is_no_difference()
    {
        var count = _sandbox.Server.Intercept!;
        var reads = 0;
        _sandbox.Server.Intercept = async context =>
        {
            if (context.Request.Path.Value!.EndsWith("/deployments/web", StringComparison.Ordinal) && HttpMethods.IsPatch(context.Request.Method)
                && Interlocked.Increment(ref reads) == 1)
            {
                using var other = _sandbox.Connected();
                other.Get(
                    $"$null = Update-KubeApiObject deploy web @{{ metadata = @{{ annotations = @{{ a = 'b' }} }} }} -n "
                        + $"{context.Request.Path.Value.Split('/')[5]} -FieldManager other");
            }

            return await count(context);
        };

        Assert.Empty(_shell.Get("Compare-KubeApiObject $web -n $ns"));
        Assert.True(reads >= 2);
    }

    private string[] Texts(string script) => [.. _shell.Get(script).Select(o => o.ToString())];
}
