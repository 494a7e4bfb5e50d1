using KubeApi.Sandbox;

namespace KubeApi.Tests.Sandbox;

/// <summary>The real kubectl prints against the sandbox what it printed against a real server, but for what Fixtures/Kubectl/differences.txt lists with its reason.</summary>
public class KubectlTranscriptTests
{
    [SkippableFact]
    public async Task Configmaps_are_created_changed_deleted_and_applied_as_recorded()
    {
        Skip.IfNot(Kubectl.IsPresent, "kubectl is not on the PATH");
        Skip.If(OperatingSystem.IsWindows(), "the commands are those of a Unix shell");
        await PlayAsync(
            "02a-configmaps-create", "02d-configmaps-change", "02e-configmaps-delete",
            "03a-apply-client-side", "03b-apply-sets", "03c-apply-server-side", "03d-apply-server-side-more");
    }

    private static async Task PlayAsync(params string[] transcripts)
    {
        await using var server = await SandboxServer.StartAsync();
        var kubectl = new Kubectl(server);
        await kubectl.RunAsync("create", "namespace", "demo");
        var known = await File.ReadAllLinesAsync(Path.Combine(KubectlTranscript.Folder, "differences.txt"));
        var differences = new List<string>();
        foreach (var transcript in transcripts)
        {
            foreach (var expected in KubectlTranscript.Read(transcript))
            {
                var (exitCode, output, error) = await kubectl.ShellAsync(expected.Command, KubectlTranscript.Folder);
                var actual = new KubectlTranscript(expected.Command, exitCode, output, error).Masked();
                // What is listed must differ: a list that is too long hides things.
                if (expected == actual == known.Contains($"{transcript} $ {expected.Command}"))
                {
                    differences.Add($"{transcript}: expected {expected}\nwas {actual}");
                }
            }
        }

        Assert.True(differences.Count == 0, string.Join("\n\n", differences));
    }
}
