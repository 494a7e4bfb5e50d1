namespace KubeApi.Tests.Module;

/// <summary>The console: PowerShell with the module loaded, and the tour.</summary>
public sealed class ConsoleTests
{
    [Theory]
    [InlineData("-c")]
    [InlineData("run")]
    public async Task It_has_the_core_cmdlets_and_the_module(string verb)
    {
        // One each of Management, Utility and Security.
        const string Script = """
            Get-Item $PSHOME | Select-Object @{ n = 'home'; e = { $_.FullName -eq $PSHOME } } | ConvertTo-Json -Compress
            ConvertTo-SecureString plain -AsPlainText | ConvertFrom-SecureString -AsPlainText
            (Get-Module KubeApi).ExportedCmdlets.ContainsKey('Get-KubeApiObject')
            """;
        var folder = Directory.CreateTempSubdirectory("kubeapi-console-");
        try
        {
            var file = Path.Combine(folder.FullName, "script.ps1");
            await File.WriteAllTextAsync(file, Script);

            var (exitCode, output) = await ConsoleProcess.RunAsync(verb, verb == "run" ? file : Script);

            Assert.Equal(["""{"home":true}""", "plain", "True"], output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
            Assert.Equal(0, exitCode);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task The_tour_explains_its_variables_and_every_command_has_the_expected_result()
    {
        var (exitCode, output) = await ConsoleProcess.RunAsync("tour");

        Assert.True(exitCode == 0, output);
        var use = output.IndexOf("PS> Connect-KubeApi", StringComparison.Ordinal);
        Assert.All(
            ["$Server", "$CaFile", "$TokenFile"],
            name =>
                Assert.InRange(
                    output.IndexOf($"PS> {name}{Environment.NewLine}", StringComparison.Ordinal), output.IndexOf($"# {name} ", StringComparison.Ordinal), use));
        Assert.Matches(@"(?m)^jobs/status +Job +True", output);

        // It connects as a pod that it created, with the files that it reads there.
        var lines = output.ReplaceLineEndings("\n");
        Assert.Contains("PS> Get-KubeApiLog curl\nready\n", lines, StringComparison.Ordinal);
        Assert.Contains("-- ls $account\nca.crt\nnamespace\ntoken\n", lines, StringComparison.Ordinal);
        Assert.Matches(@"(?m)^\* curl +kubeapi-tour-\S+ .* system:serviceaccount:kubeapi-tour-\w+:default +token", lines);
        Assert.DoesNotContain("eyJ", lines, StringComparison.Ordinal);
    }
}
