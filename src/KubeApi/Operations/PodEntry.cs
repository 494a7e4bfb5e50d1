using System.Management.Automation;
using System.Text;
using KubeApi.Client.Errors;
using KubeApi.Client.Requests;
using KubeApi.Client.Streaming;
using KubeApi.Errors;
using KubeApi.Pipeline;

namespace KubeApi.Operations;

/// <summary>Connects the user's terminal to a container.</summary>
/// <param name="pipeline">The command's run.</param>
/// <param name="sessions">Its sessions.</param>
/// <param name="pods">Finds pods.</param>
internal sealed class PodEntry(PipelineRun pipeline, SessionScope sessions, PodTargets pods)
{
    // One request starts the better of the available shells.
    private static readonly string[] s_shell = ["sh", "-c", "command -v bash > /dev/null 2>&1 && exec bash || exec sh"];

    // 128 and the number of SIGKILL.
    private const int Killed = 137;

    private static readonly TimeSpan s_longestEnd = TimeSpan.FromSeconds(5);

    /// <summary>The selected pod; null after an error.</summary>
    /// <exception cref="ArgumentException">There is no terminal, or several sessions are selected.</exception>
    public (PodSelection Selection, PodState Pod)? Find(PSObject target)
    {
        if (target.BaseObject is object?[] { Length: > 1 } several)
        {
            throw new ArgumentException($"A terminal connects to one pod, not to {string.Join(", ", several)}. Run the command for each pod.");
        }

        if (!ConsoleAccess.IsTerminal(pipeline.Host))
        {
            throw new ArgumentException(
                "Cannot connect a terminal to the container: input or output is redirected, or the host is not a console. "
                + "To run a command without a terminal: Invoke-KubeApiCommand.");
        }

        var found = pods.Find(target);
        return found.Count switch
        {
            0 => null,
            1 => (found[0], pods.Read(found[0], onlyNewest: true)[0]),
            _ => throw new ArgumentException("Only one pod of one session can be entered at a time."),
        };
    }

    /// <summary>Runs a command with a terminal; without one, a shell.</summary>
    public void Run((PodSelection Selection, PodState Pod) found, string? container, string[] command)
    {
        var named = pods.ContainerOf(found.Selection, found.Pod, container).Name;
        var options = new ExecOptions { Container = named, Command = command.Length > 0 ? command : s_shell, Stdin = true, Stderr = false, Tty = true };
        Connect(found, named, PodRequests.Exec(found.Selection.Namespace, found.Pod.Name, options), isJoined: false);
    }

    /// <summary>Joins the main process of a container.</summary>
    public void Attach((PodSelection Selection, PodState Pod) found, string? container)
    {
        var named = pods.ContainerOf(found.Selection, found.Pod, container);
        if (!named.HasTerminal)
        {
            throw new ArgumentException(
                $"The container '{named.Name}' has no terminal (tty: true and stdin: true in its spec). "
                + $"Get-KubeApiLog {QuotedArgument.Of(found.Pod.Name)} -Container {QuotedArgument.Of(named.Name)} -Follow shows its output.");
        }

        Join(found, named.Name);
    }

    /// <summary>Adds a container to the pod, waits until it runs, and joins it.</summary>
    public void Debug((PodSelection Selection, PodState Pod) found, string image, string? target, string[] command)
    {
        var (pod, name) = new DebugContainers(pipeline, sessions).Add(found.Selection, found.Pod, image, target, hasTerminal: true, command);
        try
        {
            Join((found.Selection, pod), name);
        }
        catch (KubeApiException e) when (e.Failure is FailureKind.Refused or FailureKind.ContainerNotRunning)
        {
            // A short command may end before it is joined: as with kubectl debug, its log replaces its output.
            if (ExitCodeOf((found.Selection, pod), name) is not { } exitCode)
            {
                throw;
            }

            WriteLog(found.Selection, pod.Name, name);
            SetExitCode(exitCode);
        }
    }

    private void WriteLog(PodSelection selection, string pod, string container)
    {
        var path = PodRequests.Pods.PathOf(selection.Namespace, pod, "log") + new QueryString().Add("container", container);
        var log = ApiRequest.Get(path) with { Accept = "*/*" };
        var client = sessions.ClientOf(selection.Session);
        pipeline.Host.Host.UI.Write(TerminalText.Clean(Encoding.UTF8.GetString(pipeline.Wait(client.SendForBytesAsync(log, pipeline.Stopped)))));
        var ended = pipeline.Wait(PodFinder.GetAsync(client, selection.Namespace, pod, pipeline.Stopped)).Container(container);
        pipeline.Host.WriteWarning($"The terminal was not connected: the container '{container}' is not running: {ended.Description}.");
    }

    // A shell that has printed its prompt already prints it again when the size of its terminal changes.
    private void Join((PodSelection Selection, PodState Pod) found, string container) => Connect(
        found, container, PodRequests.Attach(found.Selection.Namespace, found.Pod.Name, new ExecOptions
        {
            Container = container,
            Stdin = true,
            Stderr = false,
            Tty = true,
        }), isJoined: true);

    private void Connect((PodSelection Selection, PodState Pod) found, string container, ApiRequest request, bool isJoined)
    {
        var session = found.Selection.Session;
        var target = new CommandTarget(sessions.ClientOf(session), found.Selection.Namespace, found.Pod.Name, container, session);
        using var remote = pipeline.Wait(RemoteCommandStart.StartAsync(target, request, endsInput: false, pipeline.Stopped));
        ITerminal terminal = OperatingSystem.IsWindows() ? new WindowsTerminal() : new UnixTerminal();
        SetExitCode(-1);
        var result = new TerminalSession(terminal, pipeline.Stopped).Run(remote, redraws: isJoined);
        if (result is null)
        {
            pipeline.Host.WriteWarning($"You left '{found.Pod.Name}'. Processes that you started there may still be running.");
        }
        else if (result.ExitCode is null)
        {
            throw result.ToFailure($"The command in {target}", []);
        }
        else if (result.ExitCode == Killed)
        {
            pipeline.Host.WriteWarning($"The command in '{found.Pod.Name}' was killed (exit code {Killed}): the pod may have been deleted, or out of memory.");
        }

        // Like a native command's: the code of a shell is that of its last command, and no error.
        var exitCode = isJoined && result is not null ? ExitCodeOf(found, container) : result?.ExitCode;
        SetExitCode(exitCode ?? -1);
    }

    private void SetExitCode(int code) => pipeline.Host.SessionState.PSVariable.Set("global:LASTEXITCODE", code);

    // The server ends every attachment with success: only the pod's status has the exit code.
    private int? ExitCodeOf((PodSelection Selection, PodState Pod) found, string container)
    {
        var session = found.Selection.Session;
        var observer = new WatchReporter(pipeline.ObserverOf(session), new WatchTarget(session, PodRequests.Pods, found.Selection.Namespace));
        var exitCode = pipeline.Wait(PodFinder.ExitCodeAsync(
            sessions.ClientOf(session), found.Pod, container, observer, s_longestEnd, session.Clock, pipeline.Stopped));
        if (exitCode is null)
        {
            pipeline.Host.WriteWarning($"The exit code of the container '{container}' is unknown: it may still be running.");
        }

        return exitCode;
    }
}
