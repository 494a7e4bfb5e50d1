namespace KubeApi.Tests.Pester;

/// <summary>The Pester suite, in a real pwsh: each file is a test, which fails with Pester's own report.</summary>
public sealed class PesterTests(PesterHost host) : IClassFixture<PesterHost>
{
    private static readonly string s_folder = Path.Combine(Repository.Root, "tests", "Pester");

    public static TheoryData<string> Files => [.. Directory.EnumerateFiles(s_folder, "*.Tests.ps1").Select(f => Path.GetFileName(f)).Order()];

    [Theory]
    [MemberData(nameof(Files))]
    public async Task A_file_passes(string file)
    {
        var (result, report) = await host.RunAsync(Path.Combine(s_folder, file));

        Assert.True(result is { Failed: 0 } && result.Passed + result.Skipped > 0, $"{file}: {result.Failed} of {result.Passed + result.Failed} "
            + $"failed.\n{report}");
    }
}
