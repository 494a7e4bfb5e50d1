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
            true,
            "02a-configmaps-create", "02d-configmaps-change", "02e-configmaps-delete",
            "03a-apply-client-side", "03b-apply-sets", "03c-apply-server-side", "03d-apply-server-side-more");
    }

    [SkippableFact]
    public async Task The_server_is_explored_as_recorded()
    {
        Skip.IfNot(Kubectl.IsPresent, "kubectl is not on the PATH");
        Skip.If(OperatingSystem.IsWindows(), "the commands are those of a Unix shell");
        // The first command creates the namespace.
        await PlayAsync(false, "01a-discovery", "01b-api-resources", "01c-explain");
    }

    [SkippableFact]
    public async Task Custom_resources_are_defined_and_used_as_recorded()
    {
        Skip.IfNot(Kubectl.IsPresent, "kubectl is not on the PATH");
        Skip.If(OperatingSystem.IsWindows(), "the commands are those of a Unix shell");
        await PlayAsync(true, "05a-crd", "05b-crd-objects");
    }

    private static async Task PlayAsync(bool hasNamespace, params string[] transcripts)
    {
        await using var server = await SandboxServer.StartAsync();
        var kubectl = new Kubectl(server);
        if (hasNamespace)
        {
            await kubectl.RunAsync("create", "namespace", "demo");
        }

        var known = await File.ReadAllLinesAsync(Path.Combine(KubectlTranscript.Folder, "differences.txt"));
        var differences = new List<string>();
        foreach (var transcript in transcripts)
        {
            var times = new Dictionary<string, int>(StringComparer.Ordinal);
            foreach (var expected in KubectlTranscript.Read(transcript))
            {
                var (exitCode, output, error) = await kubectl.ShellAsync(expected.Command, KubectlTranscript.Folder);
                var actual = new KubectlTranscript(expected.Command, exitCode, output, error).Masked();
                var time = times[expected.Command] = times.GetValueOrDefault(expected.Command) + 1;
                var title = $"{transcript} $ {expected.Command}{(time == 1 ? "" : $" #{time}")}";
                // What is listed must differ: a list that is too long hides things.
                if (expected == actual == known.Contains(title))
                {
                    differences.Add($"{title}: expected {expected}\nwas {actual}");
                }
            }
        }

        Assert.True(differences.Count == 0, string.Join("\n\n", differences));
    }
}
