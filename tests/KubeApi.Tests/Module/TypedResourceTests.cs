using System.Management.Automation;
using KubeApi.Sandbox;

namespace KubeApi.Tests.Module;

/// <summary>Resource types from a parameter are looked up first.</summary>
public sealed class TypedResourceTests(SandboxFixture sandbox) : IClassFixture<SandboxFixture>, IDisposable
{
    private readonly ModuleShell _shell = sandbox.InNamespace();

    public void Dispose() => _shell.Dispose();

    [Theory]
    [InlineData("Get-KubeApiObject podz -ErrorAction SilentlyContinue", "Get")]
    [InlineData("Get-KubeApiObject ns, podz -ErrorAction Ignore", "Get")]
    [InlineData("Get-KubeApiObject podz/web -ErrorAction SilentlyContinue", "Get")]
    [InlineData("'web' | Get-KubeApiObject podz -ErrorAction SilentlyContinue", "Get")]
    [InlineData("Remove-KubeApiObject ns, podz $ns -Force -ErrorAction SilentlyContinue", "Remove")]
    [InlineData("Update-KubeApiObject podz web @{ a = 1 } -ErrorAction SilentlyContinue", "Update")]
    [InlineData("Restart-KubeApiWorkload podz/web -ErrorAction SilentlyContinue", "Restart")]
    [InlineData("Resize-KubeApiWorkload podz web -Replicas 1 -ErrorAction SilentlyContinue", "Resize")]
    [InlineData("Undo-KubeApiRollout podz web -ErrorAction SilentlyContinue", "Undo")]
    [InlineData("Get-KubeApiRollout podz web -ErrorAction SilentlyContinue", "Get")]
    public void A_type_that_no_session_knows_ends_the_statement(string script, string verb)
    {
        var result = _shell.Run($"try {{ {script} }} catch {{ \"caught $($_.FullyQualifiedErrorId.Split(',')[0]) $($_.TargetObject)\"; throw }}");

        Assert.Equal(["caught ResourceTypeNotFound podz"], result.Output.Select(o => o.ToString()));
        var error = result.Errors[^1];
        Assert.Equal(ErrorCategory.ObjectNotFound, error.CategoryInfo.Category);
        Assert.Contains("Did you mean 'pods'", error.ToString(), StringComparison.Ordinal);
        Assert.Contains($".{verb}KubeApi", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.NotEmpty(_shell.Get("Get-KubeApiObject ns $ns"));
    }

    [Fact]
    public void An_unknown_type_from_the_pipeline_is_an_error_of_its_item()
    {
        var result = _shell.Run(
            "'podz/web', \"ns/$ns\" | Get-KubeApiObject; @{ apiVersion = 'v1'; kind = 'Podz'; metadata = @{ name = 'a' } } | Remove-KubeApiObject; 'end'");

        Assert.Equal(2, result.Errors.Count);
        Assert.All(result.Errors, e => Assert.StartsWith("ResourceTypeNotFound,", e.FullyQualifiedErrorId, StringComparison.Ordinal));
        Assert.Equal("end", result.Output[^1].ToString());
        Assert.Equal(2, result.Output.Count);
    }

    [Fact]
    public async Task A_type_missing_in_one_session_is_an_error_of_that_session()
    {
        await using var first = await SandboxServer.StartAsync();
        await using var second = await SandboxServer.StartAsync();
        var (a, b) = ($"a-{Guid.NewGuid():n}", $"b-{Guid.NewGuid():n}");
        using var shell = new ModuleShell(("First", first.KubeConfigPath), ("Second", second.KubeConfigPath));
        shell.Get($$$"""
            $a = Connect-KubeApi -KubeConfig $First -Name {{{a}}}
            $b = Connect-KubeApi -KubeConfig $Second -Name {{{b}}}
            $null = New-KubeApiObject -Session $b -InputObject @"
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata: {name: lamps.test.example}
            spec:
              group: test.example
              scope: Namespaced
              names: {plural: lamps, singular: lamp, kind: Lamp, listKind: LampList}
              versions: [{name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true} } }]
            "@
            $null = New-KubeApiObject -Session $b @{ apiVersion = 'test.example/v1'; kind = 'Lamp'; metadata = @{ name = 'one' } }
            """);

        var some = shell.Run("(Get-KubeApiObject lamps, ns -Session $a, $b).metadata.name | Where-Object { $_ -in 'one', 'default' }; 'end'");
        var none = shell.Run("Get-KubeApiObject ns, podz -Session $a, $b");

        Assert.Equal(["default", "default", "end", "one"], some.Output.Select(o => o.ToString()).Order());
        Assert.Contains(a, Assert.Single(some.Errors).ToString(), StringComparison.Ordinal);
        Assert.Empty(none.Output);
        Assert.Equal([a, b], none.Errors.Select(e => e.ToString().Split(':')[0]));
    }
}
