using System.Management.Automation;
using KubeApi.Binding;
using KubeApi.Client.Errors;
using KubeApi.Client.Requests;
using KubeApi.Client.Streaming;
using KubeApi.Errors;
using KubeApi.Pipeline;
using KubeApi.Session;

namespace KubeApi.Operations;

/// <summary>
/// Interprets the arguments and input of a command that runs in containers: pods by name with input from the pipeline, or objects from the pipeline,
/// in which case every positional argument belongs to the command.
/// </summary>
/// <param name="pipeline">The cmdlet's run.</param>
/// <param name="sessions">Its sessions.</param>
/// <param name="pods">Finds pods.</param>
/// <param name="settings">The settings of the command.</param>
internal sealed class CommandPlan(PipelineRun pipeline, SessionScope sessions, PodTargets pods, CommandSettings settings) : IDisposable
{
    private const string Cmdlet = "Invoke-KubeApiCommand";

    private readonly List<PodSelection> _piped = [];
    private readonly CommandFiles _files = new(settings.InputFile, settings.OutFile);
    private CommandOutput? _output;
    private CommandRun? _run;
    private bool _hasObjects;
    private bool _isRefused;

    /// <summary>Takes an object from the pipeline: a target, or input of the command, which starts with its first input.</summary>
    /// <param name="input">The object.</param>
    /// <param name="expectsInput">Whether the cmdlet has pipeline input.</param>
    public void Take(object? input, bool expectsInput)
    {
        if (!expectsInput)
        {
            return;
        }

        if (input is null && settings.Shape is { HasSeparator: true, Positionals: > 0 })
        {
            // As for a native command; without a pod, null may be a variable of pods that is empty by mistake.
            Feed([]);
            return;
        }

        if (!_hasObjects && CommandInputBytes.Of(input) is { } piece)
        {
            Feed(piece);
            return;
        }

        if (_run is not null)
        {
            throw new ArgumentException("The input of a command must be strings or bytes.");
        }

        _hasObjects = true;
        foreach (var item in PipelineItems.Of(input))
        {
            _piped.AddRange(pods.Find(PSObject.AsPSObject(item ?? "")));
        }
    }

    /// <summary>Starts the remaining commands, and writes output until all commands have ended.</summary>
    /// <param name="expectsInput">Whether the cmdlet has pipeline input.</param>
    public void Finish(bool expectsInput)
    {
        if (_hasObjects)
        {
            Check(0);
            Start(_piped, CommandOf([.. settings.Pods, .. settings.Arguments]), hasInput: false);
        }
        else if (_run is null && !_isRefused)
        {
            // Without pipeline input there are no pods, and the first word of the command must not be taken for the name of a pod.
            if (expectsInput && settings.Image is null
                && (settings.Shape is { HasSeparator: true, Positionals: 0 } || settings.Arguments.Count == 0))
            {
                CommandOutput.SetExitCode(pipeline, 0);
                return;
            }

            StartNamed(hasInput: expectsInput);
        }

        _run?.Finish();
        _output?.End();
    }

    public void Dispose()
    {
        _run?.Dispose();
        _files.Dispose();
        _output?.Dispose();
    }

    private void Feed(byte[] piece)
    {
        if (_run is null && !_isRefused)
        {
            StartNamed(hasInput: true);
            _isRefused = _run is null;
        }

        _run?.Feed(piece);
    }

    private void StartNamed(bool hasInput)
    {
        if (settings.Image is not null)
        {
            Check(0);
            Start([], CommandOf([.. settings.Pods, .. settings.Arguments]), hasInput);
            return;
        }

        Check(1);
        if (settings.Pods.Count == 0 || settings.Arguments.Count == 0)
        {
            throw new ArgumentException("Specify a pod and a command: Invoke-KubeApiCommand web-1 -- ls -l /tmp.");
        }

        if (hasInput && settings.InputFile is not null)
        {
            throw new ArgumentException("Input comes either from -InputFile or from the pipeline, not from both.");
        }

        Start([.. settings.Pods.SelectMany(p => pods.Find(p, settings.LabelSelector))], CommandOf(settings.Arguments), hasInput);
    }

    private void Check(int positionals) => CommandSyntax.Check(settings.Shape, Cmdlet, positionals, settings.WantsTerminal);

    private string[] CommandOf(IEnumerable<object?> values) => CommandArguments.Of(values, settings.Shape?.HasList == true);

    private void Start(IReadOnlyList<PodSelection> selections, string[] command, bool hasInput)
    {
        if (settings is { Image: not null, OutFile: not null } or { Image: not null, LabelSelector: not null })
        {
            throw new ArgumentException("-Image runs the command in a new pod, whose output is lines: it cannot be combined with -OutFile or -LabelSelector.");
        }

        if (command is not [{ Length: > 0 } program, ..])
        {
            var example = settings.Image is null ? "Get-KubeApiObject pods | Invoke-KubeApiCommand"
                : $"Invoke-KubeApiCommand -Image {QuotedArgument.Of(settings.Image)}";
            throw new ArgumentException($"Write the command after --: {example} -- ls -l /tmp.");
        }

        CommandSyntax.CheckProgram(settings.Shape, Cmdlet, program);

        var output = _output = new CommandOutput(pipeline, program);
        CommandTarget[] targets =
            settings.Image is null ? [.. selections.SelectMany(s => ToTargets(s, output))] : [.. sessions.For(null, program).Select(NewPod)];
        if (targets.Length > 1 && (hasInput || settings.OutFile is not null))
        {
            throw new ArgumentException(hasInput
                ? $"Input from the pipeline goes to one command, and {targets.Length} pods are selected. -InputFile sends a file to each."
                : $"-OutFile takes the output of one command, and {targets.Length} pods are selected.");
        }

        targets = [.. targets.Where(t => pipeline.ShouldProcess(Describe(t), $"Run '{program}'"))];
        if (targets.Length > 0 && HasFiles(output))
        {
            var run = _run = new CommandRun(pipeline, output);
            run.Start(targets, t => RunAsync(t, command, hasInput ? run.Input : null), settings.MaxConcurrent);
        }
    }

    private bool HasFiles(CommandOutput output)
    {
        try
        {
            _files.Open();
            return true;
        }
        catch (KubeApiException e)
        {
            output.Fail((e.Failure == FailureKind.FileNotRead ? settings.InputFile : settings.OutFile)!, null, e);
            return false;
        }
    }

    private CommandTarget NewPod(KubeApiSession session) => new(
        sessions.ClientOf(session), settings.Namespace ?? session.Namespace, $"run-{Guid.NewGuid().ToString("n")[..10]}", settings.Container ?? "run", session);

    private IAsyncEnumerable<CommandPiece> RunAsync(CommandTarget target, string[] command, CommandInput? input)
    {
        var session = (KubeApiSession)target.Owner;
        var send = input is not null ? input.SendAsync : _files.SendAsync;
        if (settings.Image is not { } image)
        {
            return new CommandRunner(target, command, settings.Timeout, session.Clock)
            {
                SendAsync = send,
                OpenOutput = _files.OpenOutput,
            }.RunAsync();
        }

        var reporter = pipeline.ObserverOf(session);
        var observers = (
            new LogReporter(new Dictionary<KubeApiSession, RequestReporter> { [session] = reporter }),
            new WatchReporter(reporter, new WatchTarget(session, PodRequests.Pods, target.Namespace)));
        return new PodRun(target, image, command, settings.Timeout, observers, session.Clock) { SendAsync = send }.RunAsync();
    }

    private List<CommandTarget> ToTargets(PodSelection selection, CommandOutput output)
    {
        List<CommandTarget> targets = [];
        try
        {
            var client = sessions.ClientOf(selection.Session);
            targets.AddRange(pods.Read(selection, onlyNewest: true).Select(p => new CommandTarget(
                client, selection.Namespace, p.Name, pods.ContainerOf(selection, p, settings.Container).Name, selection.Session)));
        }
        catch (Exception e) when (e is KubeApiException or ArgumentException)
        {
            output.Fail(selection.Text, selection.Session, e);
        }

        return targets;
    }

    private string Describe(CommandTarget target) =>
        (settings.Image is { } image ? $"a new pod of the image '{image}'" : target.ToString())
        + $" in namespace '{target.Namespace}' at {target.Client.Server} (session '{((KubeApiSession)target.Owner).Name}')";
}
