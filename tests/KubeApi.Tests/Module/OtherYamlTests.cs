namespace KubeApi.Tests.Module;

/// <summary>Az.Aks, powershell-yaml and others load a YamlDotNet of their own into the process: theirs and ours both work, whichever came first.</summary>
public sealed class OtherYamlTests : IDisposable
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
    [InlineData("$theirs = Use-Theirs; $ours = Use-Ours; $theirs += Use-Theirs")]
    [InlineData("$ours = Use-Ours; $theirs = Use-Theirs; $ours += Use-Ours; $theirs += Use-Theirs")]
    public async Task Another_YamlDotNet_in_the_process_is_no_matter(string order)
    {
        var file = Path.Combine(_folder, "config");
        await File.WriteAllTextAsync(file, KubeConfig);
        var other = Repository.Metadata("OtherYamlDotNet");
        var (exitCode, output) = await ConsoleProcess.RunAsync("-c", $$"""
            function Use-Theirs {
                $assembly = [Reflection.Assembly]::LoadFrom('{{other}}')
                $builder = $assembly.GetType('YamlDotNet.Serialization.DeserializerBuilder')
                [Activator]::CreateInstance($builder).Build().Deserialize([IO.StringReader]::new('a: theirs'))['a']
            }
            function Use-Ours { (Get-KubeApiContext -KubeConfig '{{file}}').Server.Host }
            {{order}}
            "theirs: $theirs, ours: $ours"
            [AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { $_.GetName().Name -eq 'YamlDotNet' } |
                ForEach-Object { "$($_.GetName().Version) in $([Runtime.Loader.AssemblyLoadContext]::GetLoadContext($_).Name)" }
            """);

        Assert.Equal(0, exitCode);
        Assert.Contains("theirs: theirstheirs, ours: h", output, StringComparison.Ordinal);
        Assert.Contains("13.0.0.0 in Default", output, StringComparison.Ordinal);
        Assert.Contains("16.0.0.0 in KubeApi.Yaml", output, StringComparison.Ordinal);
    }
}
