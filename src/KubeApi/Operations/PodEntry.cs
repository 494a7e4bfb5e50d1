using System.Management.Automation;
using System.Text.Json.Nodes;
using KubeApi.Client.Json;
using KubeApi.Client.Requests;
using KubeApi.Client.Streaming;
using KubeApi.Pipeline;

namespace KubeApi.Operations;

/// <summary>Connects the user's terminal to a container.</summary>
/// <param name="pipeline">The command's run.</param>
/// <param name="sessions">Its sessions.</param>
/// <param name="pods">Finds pods.</param>
internal sealed class PodEntry(PipelineRun pipeline, SessionScope sessions, PodTargets pods)
{
    // One request for the better shell that there is.
    private static readonly string[] s_shell = ["sh", "-c", "command -v bash > /dev/null 2>&1 && exec bash || exec sh"];

    /// <summary>The pod that is meant; null after an error.</summary>
    /// <exception cref="ArgumentException">There is no terminal, or several sessions are meant.</exception>
    public (PodSelection Selection, PodState Pod)? Find(PSObject target)
    {
        if (!ConsoleAccess.IsTerminal(pipeline.Host))
        {
            throw new ArgumentException(
                "There is no terminal here to connect to the container: input or output is redirected, or the host is no console. "
                + "Invoke-KubeApiCommand runs a command without a terminal.");
        }

        var found = pods.Find(target);
        return found.Count switch
        {
            0 => null,
            1 => (found[0], pods.Read(found[0], onlyNewest: true)[0]),
            _ => throw new ArgumentException("One pod of one session can be entered at a time."),
        };
    }

    /// <summary>Runs a command with a terminal; without one, a shell.</summary>
    public void Run((PodSelection Selection, PodState Pod) found, string? container, string[] command)
    {
        var named = ContainerOf(found.Pod, container);
        var options = new ExecOptions { Container = named, Command = command.Length > 0 ? command : s_shell, Stdin = true, Stderr = false, Tty = true };
        Connect(found, named, PodRequests.Exec(found.Selection.Namespace, found.Pod.Name, options), redraws: false);
    }

    /// <summary>Joins the main process of a container.</summary>
    public void Attach((PodSelection Selection, PodState Pod) found, string? container)
    {
        var named = found.Pod.Container(ContainerOf(found.Pod, container));
        if (!named.HasTerminal)
        {
            throw new ArgumentException(
                $"The container '{named.Name}' has no terminal (tty: true and stdin: true in its spec). "
                + $"Get-KubeApiLog {found.Pod.Name} -Container {named.Name} -Follow shows its output.");
        }

        Join(found, named.Name);
    }

    /// <summary>Adds a container to the pod, waits until it runs, and joins it.</summary>
    public void Debug((PodSelection Selection, PodState Pod) found, string image, string? target)
    {
        var name = $"debugger-{Guid.NewGuid().ToString("n")[..5]}";
        var container = new JsonObject { ["name"] = name, ["image"] = image, ["stdin"] = true, ["tty"] = true };
        if (target is not null)
        {
            container["targetContainerName"] = found.Pod.Container(target).Name;
        }

        var client = sessions.ClientOf(found.Selection.Session);
        var patch = JsonNodes.Write(new JsonObject { ["spec"] = new JsonObject { ["ephemeralContainers"] = new JsonArray(container) } });
        var request = WriteRequests.Patch(
            PodRequests.Pods, found.Selection.Namespace, found.Pod.Name, PatchType.Strategic, patch, new WriteOptions { Subresource = "ephemeralcontainers" });
        _ = pipeline.Wait(client.SendForBytesAsync(request, pipeline.Stopped));
        pipeline.ObserverOf(found.Selection.Session).Verbose($"Added the container '{name}' to the pod '{found.Pod.Name}'. It stays until the pod is deleted.");
        var observer = new WatchReporter(
            pipeline.ObserverOf(found.Selection.Session), new WatchTarget(found.Selection.Session, PodRequests.Pods, found.Selection.Namespace));
        _ = pipeline.Wait(
            PodFinder.WaitForContainerAsync(
                client, found.Selection.Namespace, found.Pod.Name, name, observer, found.Selection.Session.Clock, pipeline.Stopped),
            $"Waiting for the container '{name}'");
        Join(found, name);
    }

    // A shell that has printed its prompt already prints it again when the size of its terminal changes.
    private void Join((PodSelection Selection, PodState Pod) found, string container) => Connect(
        found, container, PodRequests.Attach(found.Selection.Namespace, found.Pod.Name, new ExecOptions
        {
            Container = container,
            Stdin = true,
            Stderr = false,
            Tty = true,
        }), redraws: true);

    private void Connect((PodSelection Selection, PodState Pod) found, string container, ApiRequest request, bool redraws)
    {
        var session = found.Selection.Session;
        var target = new CommandTarget(sessions.ClientOf(session), found.Selection.Namespace, found.Pod.Name, container, session);
        using var remote = pipeline.Wait(RemoteCommandStart.StartAsync(target, request, endsInput: false, pipeline.Stopped));
        ITerminal terminal = OperatingSystem.IsWindows() ? new WindowsTerminal() : new UnixTerminal();
        var result = new TerminalSession(terminal, pipeline.Stopped).Run(remote, redraws);
        if (result is null)
        {
            pipeline.Host.WriteWarning($"You left '{found.Pod.Name}'. What you started there may go on.");
        }
        else if (result.ExitCode is null)
        {
            throw result.ToFailure($"The command in {found.Pod.Name}", []);
        }

        // Like a native command's: the code of a shell is that of its last command, and no error.
        pipeline.Host.SessionState.PSVariable.Set("global:LASTEXITCODE", result?.ExitCode ?? -1);
    }

    private static string ContainerOf(PodState pod, string? container) => container is null ? pod.Default.Name : pod.Container(container).Name;
}
