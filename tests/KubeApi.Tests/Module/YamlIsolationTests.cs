namespace KubeApi.Tests.Module;

/// <summary>
/// Other modules load another SharpYaml, or YamlDotNet (powershell-yaml, Az.Aks), into the process: both copies work, whichever is loaded first.
/// </summary>
public sealed class YamlIsolationTests : IDisposable
{
    private const string KubeConfig =
        """
        current-context: x
        clusters: [{ name: c, cluster: { server: "https://h" } }]
        contexts: [{ name: x, context: { cluster: c } }]
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("kubeapi-test-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("SharpYaml", "$theirs = Use-Theirs; $ours = Use-Ours; $theirs += Use-Theirs")]
    [InlineData("SharpYaml", "$ours = Use-Ours; $theirs = Use-Theirs; $ours += Use-Ours; $theirs += Use-Theirs")]
    [InlineData("YamlDotNet", "$theirs = Use-Theirs; $ours = Use-Ours; $theirs += Use-Theirs")]
    public async Task Another_YAML_library_in_the_process_does_not_interfere(string library, string order)
    {
        var file = Path.Combine(_folder, "config");
        await File.WriteAllTextAsync(file, KubeConfig);
        var (path, read) = library == "SharpYaml"
            ? (
                Repository.Metadata("OtherSharpYaml"),
                "[Activator]::CreateInstance($assembly.GetType('SharpYaml.Serialization.Serializer')).Deserialize('a: theirs')['a']")
            : (
                Repository.Metadata("YamlDotNet"),
                "[Activator]::CreateInstance($assembly.GetType('YamlDotNet.Serialization.DeserializerBuilder'))"
                + ".Build().Deserialize([IO.StringReader]::new('a: theirs'))['a']");
        var (exitCode, output) = await ConsoleProcess.RunAsync("-c", $$"""
            function Use-Theirs {
                $assembly = [Reflection.Assembly]::LoadFrom('{{path}}')
                {{read}}
            }
            function Use-Ours { (Get-KubeApiContext -KubeConfig '{{file}}').Server.Host }
            {{order}}
            "theirs: $theirs, ours: $ours"
            [AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { $_.GetName().Name -in 'SharpYaml', 'YamlDotNet' } |
                ForEach-Object { "$($_.GetName().Name) $($_.GetName().Version) in $([Runtime.Loader.AssemblyLoadContext]::GetLoadContext($_).Name)" }
            """);

        Assert.Equal(0, exitCode);
        Assert.Matches("theirs: theirstheirs, ours: (h|hh)\\b", output);
        Assert.Contains(library == "SharpYaml" ? "SharpYaml 2.0.0.0 in Default" : "YamlDotNet 13.0.0.0 in Default", output, StringComparison.Ordinal);
        Assert.Contains("SharpYaml 3.0.0.0 in KubeApi.Yaml", output, StringComparison.Ordinal);
    }
}
