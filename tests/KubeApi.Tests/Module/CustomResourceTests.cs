namespace KubeApi.Tests.Module;

/// <summary>A resource that is defined while a session is open is available to its cmdlets, with all its names and keys.</summary>
public sealed class CustomResourceTests(SandboxFixture sandbox) : IClassFixture<SandboxFixture>, IDisposable
{
    private readonly ModuleShell _shell = Shell(sandbox);

    public void Dispose()
    {
        // Together with its objects.
        _shell.Get("Remove-KubeApiObject crd \"widgets.$group\" -Force");
        _shell.Dispose();
    }

    [Fact]
    public void A_new_kind_is_found_by_all_its_names()
    {
        Assert.Equal(
            "widgets Widget True",
            Assert.Single(
                _shell.Get("Get-KubeApiResource \"widgets.$group\" | ForEach-Object { '{0} {1} {2}' -f $_.Name, $_.Kind, $_.Namespaced }")).ToString());
        Assert.Empty(_shell.Get("Get-KubeApiObject $group.Split('.')[0] -n $ns"));
    }

    [Fact]
    public void Keys_that_differ_in_case_and_the_empty_key_are_kept()
    {
        _shell.Get("""$null = Invoke-KubeApi POST "/apis/$group/v1/namespaces/$ns/widgets" -Body ('{"apiVersion":"GROUP/v1","kind":"Widget","metadata":{"name":"one"},"spec":{"":"empty","App":1,"app":2}}' -replace 'GROUP', $group)""");

        Assert.Equal(
            "empty 1 2 Widget",
            Assert.Single(
                _shell.Get("Get-KubeApiObject \"widgets.$group\" one -n $ns | ForEach-Object { '{0} {1} {2} {3}' -f $_.spec[''], $_.spec['App'], "
                    + "$_.spec['app'], $_.kind }")).ToString());
    }

    [Fact]
    public void Paging_works_with_metadata_after_the_items()
    {
        _shell.Get("""1..5 | ForEach-Object { $null = Invoke-KubeApi POST "/apis/$group/v1/namespaces/$ns/widgets" -Body @{ apiVersion = "$group/v1"; kind = 'Widget'; metadata = @{ name = "w$_" }; spec = @{ n = $_ } } }""");

        Assert.Equal(
            "w1 w2 w3 w4 w5", string.Join(' ', _shell.Get("Get-KubeApiObject \"widgets.$group\" -n $ns -PageSize 2 | ForEach-Object { $_.metadata.name }")));
        Assert.All(
            _shell.Get("Get-KubeApiObject \"widgets.$group\" -n $ns -PageSize 2 | ForEach-Object kind"), kind => Assert.Equal("Widget", kind.ToString()));
    }

    [Fact]
    public void A_deleted_type_is_reported_and_can_be_defined_again()
    {
        _shell.Get("""
            $definition = Get-KubeApiObject crd "widgets.$group" | ConvertTo-KubeApiYaml -Clean
            $null = Get-KubeApiObject "widgets.$group" -n $ns
            Remove-KubeApiObject crd "widgets.$group" -Force -Wait -Timeout 60
            $null = Get-KubeApiObject "widgets.$group" -n $ns -ErrorAction Ignore
            """);

        Assert.StartsWith("ResourceTypeNotFound,", _shell.Fail("Get-KubeApiObject \"widgets.$group\" -n $ns").FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal("again", Assert.Single(_shell.Get("""
            $null = $definition, "{apiVersion: $group/v1, kind: Widget, metadata: {name: again, namespace: $ns}}" | Set-KubeApiObject
            (Get-KubeApiObject "widgets.$group" -n $ns).metadata.name
            """)).ToString());
    }

    [Fact]
    public void A_field_that_cannot_be_selected_is_refused_with_the_fields_of_the_definition()
    {
        _shell.Get("""
            $null = Update-KubeApiObject crd "widgets.$group" {
                $_.spec.versions[0].schema.openAPIV3Schema.properties.spec.properties = @{ colour = @{ type = 'string' } }
                $_.spec.versions[0].selectableFields = @(@{ jsonPath = '.spec.colour' })
            }
            """);
        SandboxFixture.Await(_shell, "@(Get-KubeApiObject \"widgets.$group\" -n $ns -FieldSelector spec.colour=blue).Count -eq 0");

        var error = _shell.Fail("Get-KubeApiObject \"widgets.$group\" -n $ns -FieldSelector spec.size=1");

        Assert.EndsWith("can be selected by metadata.name, metadata.namespace, spec.colour", error.ToString(), StringComparison.Ordinal);
    }

    private static ModuleShell Shell(SandboxFixture sandbox)
    {
        var shell = sandbox.InNamespace();
        shell.Get("""
            $group = 'g' + [guid]::NewGuid().ToString('n').Substring(0, 8) + '.example.com'
            $null = Invoke-KubeApi POST /apis/apiextensions.k8s.io/v1/customresourcedefinitions -Body @{
                apiVersion = 'apiextensions.k8s.io/v1'; kind = 'CustomResourceDefinition'; metadata = @{ name = "widgets.$group" }
                spec = @{
                    group = $group; scope = 'Namespaced'; names = @{ plural = 'widgets'; kind = 'Widget'; listKind = 'OddNameOfList'; shortNames = @($group.Split('.')[0]) }
                    versions = @(@{ name = 'v1'; served = $true; storage = $true; schema = @{ openAPIV3Schema = @{
                        type = 'object'; properties = @{ spec = @{ type = 'object'; 'x-kubernetes-preserve-unknown-fields' = $true; description = 'What it is.' } } } } })
                }
            }
            """);
        SandboxFixture.AwaitEstablished(shell, "widgets.$group");
        return shell;
    }
}
