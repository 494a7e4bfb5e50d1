namespace KubeApi.Tests.Module;

/// <summary>-Path and lines of text, in each cmdlet that accepts manifests.</summary>
public sealed class ManifestPathTests : IClassFixture<SandboxFixture>, IDisposable
{
    private readonly ModuleShell _shell;
    private readonly string _folder = Directory.CreateTempSubdirectory("kubeapi-test-").FullName;

    public ManifestPathTests(SandboxFixture sandbox)
    {
        _shell = sandbox.InNamespace();
        _shell.Get($"$folder = '{_folder}'");
        Directory.CreateDirectory(Path.Combine(_folder, "more"));
        File.WriteAllText(
            Path.Combine(_folder, "a.yaml"), "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\ndata:\n  text: |\n    one\n\n    two\n---\n" + Map("b"));
        File.WriteAllText(
            Path.Combine(_folder, "c.json"),
            """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"c"}}{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"d"}}""");
        File.WriteAllText(Path.Combine(_folder, "more", "e.yml"), Map("e"));
    }

    public void Dispose()
    {
        _shell.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData("-Path $folder/a.yaml", "a b")]
    [InlineData("-f $folder/a.yaml, $folder/c.json", "a b c d")]
    [InlineData("-Path $folder", "a b c d")]
    [InlineData("-Path $folder -Recurse", "a b c d e")]
    [InlineData("-f $folder -R", "a b c d e")]
    [InlineData("-Path $folder/*.json", "c d")]
    public void Files_and_folders_are_created_compared_applied_and_removed(string path, string names)
    {
        var removed = string.Join(' ', names.Split(' ').Reverse());

        Assert.Equal(names, Names($"Set-KubeApiObject {path} -n $ns"));
        Assert.Equal("False", string.Join(' ', _shell.Get($"Compare-KubeApiObject {path} -n $ns -Quiet")));
        Assert.Equal(names, Names($"Set-KubeApiObject {path} -n $ns -Replace"));
        Assert.Equal(removed, Names($"Remove-KubeApiObject {path} -n $ns -PassThru -Confirm:$false"));
        Assert.Equal(names, Names($"New-KubeApiObject {path} -n $ns"));
        Assert.Equal(removed, Names($"Remove-KubeApiObject {path} -n $ns -PassThru -Confirm:$false"));
    }

    [Fact]
    public void Lines_are_one_document_in_each_cmdlet()
    {
        const string lines = "Get-Content $folder/a.yaml";

        Assert.Equal("a b", Names($"{lines} | New-KubeApiObject -n $ns"));
        Assert.Equal("a b", Names($"{lines} | Set-KubeApiObject -n $ns -ForceConflicts"));
        Assert.Equal("a b", Names($"Set-KubeApiObject ({lines}) -n $ns"));
        Assert.Equal("False", string.Join(' ', _shell.Get($"{lines} | Compare-KubeApiObject -n $ns -Quiet")));
        Assert.Equal("one\n\ntwo\n", Assert.Single(_shell.Get("(Get-KubeApiObject cm a -n $ns).data.text")).ToString());
        Assert.Equal("b a", Names($"{lines} | Remove-KubeApiObject -n $ns -PassThru -Confirm:$false"));
    }

    [Fact]
    public void An_invalid_file_is_one_error_and_the_others_are_processed()
    {
        File.WriteAllText(Path.Combine(_folder, "b.yaml"), "a: 1\nb:\n\t- 1\n");

        var result = _shell.Run("Set-KubeApiObject -Path $folder, $folder/none.yaml -n $ns | ForEach-Object { $_.metadata.name }");

        Assert.Equal("a b c d", string.Join(' ', result.Output));
        Assert.Equal(2, result.Errors.Count);
        Assert.StartsWith(Path.Combine(_folder, "b.yaml") + ", line 3, column 1: a tab", result.Errors[0].ToString(), StringComparison.Ordinal);
        Assert.Contains("none.yaml' does not exist", result.Errors[1].ToString(), StringComparison.Ordinal);
        _shell.Get("Remove-KubeApiObject -Path $folder/a.yaml, $folder/c.json -n $ns -Confirm:$false");
    }

    [Theory]
    [InlineData("Set-KubeApiObject -Path $folder/x -Recurse -n $ns", "x' does not exist")]
    [InlineData("New-KubeApiObject -Path $folder/*.txt -n $ns", "No file matches")]
    [InlineData("Remove-KubeApiObject -Path Env:/PATH -n $ns -Confirm:$false", "belongs to the provider Environment")]
    [InlineData("Set-KubeApiObject -Path $folder -Replace -ForceConflicts -n $ns", "Omit one of them")]
    public void An_unreadable_path_is_an_error(string script, string expected) =>
        Assert.Contains(expected, _shell.Fail(script).ToString(), StringComparison.Ordinal);

    [Theory]
    [InlineData("'' | Set-KubeApiObject -n $ns")]
    [InlineData("'# nothing', '---' | New-KubeApiObject -n $ns")]
    [InlineData("'# nothing', '---' | Remove-KubeApiObject -n $ns")]
    public void Lines_without_an_object_are_one_warning(string script)
    {
        var result = _shell.Run(script);

        Assert.Empty(result.Errors);
        Assert.Equal("The input contains no objects.", Assert.Single(result.Warnings));
    }

    private string Names(string script) => string.Join(' ', _shell.Get($"({script}).metadata.name"));

    private static string Map(string name) => $"apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: {name}}}\n";
}
