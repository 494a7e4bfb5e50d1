using KubeApi.Sandbox;

namespace KubeApi.Tests.Sandbox;

/// <summary>Plays transcripts against a sandbox of their own, with what the recording had beside them: what controllers and nodes had done in between.</summary>
internal sealed class KubectlPlay : IAsyncDisposable
{
    private readonly SandboxServer _server;
    private readonly Dictionary<string, string> _before = new(StringComparer.Ordinal);

    private KubectlPlay(SandboxServer server)
    {
        _server = server;
        (Kubectl, Admin) = (new Kubectl(server), new SandboxClient(server, server.AdminToken));
    }

    public Kubectl Kubectl { get; }

    public SandboxClient Admin { get; }

    /// <summary>Starts a sandbox, with the namespace demo unless the first command makes it; skips the test where it cannot be played.</summary>
    public static async Task<KubectlPlay> StartAsync(bool hasNamespace = true)
    {
        Skip.IfNot(Kubectl.IsPresent, "kubectl is not on the PATH");
        Skip.If(OperatingSystem.IsWindows(), "the commands are those of a Unix shell");
        var play = new KubectlPlay(await SandboxServer.StartAsync());
        if (hasNamespace)
        {
            await play.Kubectl.RunAsync("create", "namespace", "demo");
        }

        return play;
    }

    /// <summary>A line of a shell that runs before a command of the transcript, and must succeed.</summary>
    public KubectlPlay Before(string command, string setUp)
    {
        _before.Add(command, setUp);
        return this;
    }

    public async Task PlayAsync(params string[] transcripts)
    {
        var known = await File.ReadAllLinesAsync(Path.Combine(KubectlTranscript.Folder, "differences.txt"));
        var differences = new List<string>();
        foreach (var transcript in transcripts)
        {
            var times = new Dictionary<string, int>(StringComparer.Ordinal);
            foreach (var expected in KubectlTranscript.Read(transcript))
            {
                if (_before.Remove(expected.Command, out var setUp))
                {
                    var done = await Kubectl.ShellAsync(setUp, KubectlTranscript.Folder);
                    Assert.True(done.ExitCode == 0, $"{setUp}: {done.Output}{done.Error}");
                }

                var (exitCode, output, error) = await Kubectl.ShellAsync(expected.Command, KubectlTranscript.Folder);
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
        Assert.Empty(_before.Keys);
    }

    public async ValueTask DisposeAsync()
    {
        Admin.Dispose();
        await _server.DisposeAsync();
    }
}
