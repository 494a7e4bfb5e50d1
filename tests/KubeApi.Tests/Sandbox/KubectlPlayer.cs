using System.Text.RegularExpressions;
using KubeApi.Sandbox;

namespace KubeApi.Tests.Sandbox;

/// <summary>Runs the commands of recorded transcripts against its own sandbox, and collects the differences in kubectl's output.</summary>
internal sealed partial class KubectlPlayer : IAsyncDisposable
{
    // The exit code of `timeout` after the time has elapsed.
    private const int TimedOut = 124;

    private readonly Dictionary<string, Func<Task>> _before = [];
    private readonly Dictionary<string, Func<Task>> _while = [];
    private readonly List<string> _differences = [];

    private KubectlPlayer(SandboxServer server)
    {
        Server = server;
        Kubectl = new Kubectl(server);
    }

    public SandboxServer Server { get; }

    public Kubectl Kubectl { get; }

    /// <summary>
    /// Starts a sandbox, with the namespace `demo` unless the first command creates it. Skips the test without kubectl or a Unix shell.
    /// </summary>
    public static async Task<KubectlPlayer> StartAsync(bool hasNamespace = true)
    {
        Skip.IfNot(Kubectl.IsPresent, "kubectl is not on the PATH");
        Skip.If(OperatingSystem.IsWindows(), "the commands are those of a Unix shell");
        var player = new KubectlPlayer(await SandboxServer.StartAsync(new SandboxOptions { HasMetrics = false }));
        Directory.CreateSymbolicLink(Path.Combine(player.Server.Folder, "manifests"), Path.Combine(KubectlTranscript.Folder, "manifests"));
        if (hasNamespace)
        {
            await player.Kubectl.RunAsync("create", "namespace", "demo");
        }

        return player;
    }

    // A failure does not end the script, as in a shell: the next command misses its result.

    /// <summary>A command that preceded another one and is not in the transcript.</summary>
    public void Before(string command, string preparation) => _before[command] = () => ShellAsync(preparation);

    /// <summary>An action in the sandbox before a command.</summary>
    public void Before(string command, Action<SandboxServer> preparation) => _before[command] = () => Done(preparation);

    /// <summary>A command that ran while another one was watching.</summary>
    public void While(string command, string happening) => _while[command] = () => ShellAsync(happening);

    /// <summary>An action in the sandbox while a command was watching.</summary>
    public void While(string command, Action<SandboxServer> happening) => _while[command] = () => Done(happening);

    /// <summary>Writes a file into the folder of the commands.</summary>
    public Task WriteAsync(string name, string text) => File.WriteAllTextAsync(Path.Combine(Server.Folder, name), text);

    /// <summary>A kubeconfig of the sandbox with one context and one user with these credentials; without a user if the name is empty.</summary>
    public string KubeConfig(string user, string credentials) => $$"""
        {"apiVersion": "v1", "kind": "Config", "current-context": "local",
         "contexts": [ { "name": "local", "context": { {{(user.Length > 0 ? $"\"user\":\"{user}\"," : "")}} "cluster": "local", "namespace": "demo" } } ],
         "clusters": [ { "name": "local", "cluster": { "server": "{{Server.Uri.GetLeftPart(UriPartial.Authority)}}", "certificate-authority": "{{Server.CertificateAuthorityPath}}" } } ],
         "users": [ { "name": "{{user}}", "user": { {{credentials}} } } ] }
        """;

    /// <summary>Runs every command of the transcripts that is not listed in not-played.txt.</summary>
    public async Task PlayAsync(params string[] transcripts)
    {
        foreach (var transcript in transcripts)
        {
            var titled = KubectlTranscript.ReadTitled(transcript).Where(entry => !KubectlCommandList.NotPlayed.Has(entry.Title)).ToList();
            var entries = titled.ConvertAll(entry => entry.Entry);
            var running = new Dictionary<int, Task<(int ExitCode, string Output, string Error)>>();
            for (var index = 0; index < entries.Count; index++)
            {
                // Objects of different commands have different seconds.
                Server.Advance(TimeSpan.FromSeconds(1));
                if (_before.Remove(entries[index].Command, out var prepareAsync))
                {
                    await prepareAsync();
                }

                if (KubectlTranscript.BackgroundFrom(entries, index) is { } background)
                {
                    running[background] = await WatchAsync(entries[background]);
                }
                else if (_while.Remove(entries[index].Command, out var happenAsync))
                {
                    running[index] = await WatchAsync(entries[index]);
                    await happenAsync();
                }

                var (exitCode, output, error) = await (running.TryGetValue(index, out var ran) ? ran : ShellAsync(entries[index]));
                Compare(titled[index].Title, entries[index], (entries[index] with { ExitCode = exitCode, Output = output, Error = error }).Masked());
            }
        }
    }

    /// <summary>Fails on a difference that is not listed, and on a listed one that did not occur.</summary>
    public void Check() => Assert.True(_differences.Count == 0, string.Join("\n\n", _differences));

    public ValueTask DisposeAsync() => Server.DisposeAsync();

    // The transcripts give a watch a few seconds, which a busy machine may need to start kubectl. It is ended when it has printed the recorded
    // number of lines, and has had a second to print more.
    private Task<(int ExitCode, string Output, string Error)> ShellAsync(KubectlTranscript entry)
    {
        var lines = entry.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length;
        return ShellAsync(Timeout().Replace(entry.Command, timeout => entry.ExitCode != TimedOut ? timeout.Groups["command"].Value : $"""
            f=$(mktemp ./watch.XXXXXX); {timeout.Groups["command"].Value} > $f & p=$!; i=0
            while kill -0 $p 2> none && [ $(wc -l < $f) -lt {lines} ] && [ $i -lt 900 ]; do sleep 0.1; i=$((i + 1)); done
            sleep 1; kill $p || exit 1
            wait $p 2> none; cat $f; exit {TimedOut}
            """));
    }

    private Task<(int ExitCode, string Output, string Error)> ShellAsync(string command) =>
        Kubectl.ShellAsync(command.Replace("127.0.0.1:6443", Server.Uri.Authority, StringComparison.Ordinal), Server.Folder);

    private Task Done(Action<SandboxServer> action)
    {
        action(Server);
        return Task.CompletedTask;
    }

    /// <returns>The command, which is watching or has ended.</returns>
    private async Task<Task<(int ExitCode, string Output, string Error)>> WatchAsync(KubectlTranscript entry)
    {
        Server.ClearRequests();
        var watching = ShellAsync(entry);
        while (!watching.IsCompleted
            && !Server.Requests.Any(request => !request.IsCompleted && request.PathAndQuery.Contains("watch=", StringComparison.Ordinal)))
        {
            await Task.Delay(10);
        }

        return watching;
    }

    // Listed commands must differ: a list that is too long hides regressions.
    private void Compare(string title, KubectlTranscript expected, KubectlTranscript actual)
    {
        if (expected.Allows(actual) == KubectlCommandList.Differences.Has(title))
        {
            _differences.Add($"{title}: expected {expected}\nwas {actual}");
        }
    }

    [GeneratedRegex("^timeout [0-9]+ (?<command>kubectl .*?)(?: +# .*)?$")]
    private static partial Regex Timeout();
}
