using System.Management.Automation;
using KubeApi.Client.Streaming;
using KubeApi.Errors;
using KubeApi.Output;
using KubeApi.Pipeline;
using KubeApi.Session;

namespace KubeApi.Operations;

/// <summary>
/// Writes the output of commands in containers: standard output as strings, standard error as native commands show it, and an error for each command
/// that failed.
/// </summary>
/// <param name="pipeline">The command's run.</param>
/// <param name="program">The name of the program that runs in the containers.</param>
internal sealed class CommandOutput(PipelineRun pipeline, string program) : IDisposable
{
    /// <summary>An exit code that no program has: a script must not take it for success, or for the exit code of a program.</summary>
    public const int NoExitCode = -1;

    private const string Split = "This is the name of one program, with its spaces. Write each argument by itself: -- ls /tmp; or let a shell split them: "
        + "-- sh -c 'ls /tmp | wc -l'.";

    // The last lines of standard error that the error of a command repeats.
    private const int LinesInError = 5;

    private readonly NoteRelease _release = new();
    private readonly NativeErrorOutput _errors = new(pipeline.Host);
    private readonly Dictionary<CommandTarget, (LineOrigin Origin, Queue<string> LastErrors)> _known = [];
    private int _exitCode;

    /// <summary>Sets <c>$LASTEXITCODE</c>.</summary>
    public static void SetExitCode(PipelineRun pipeline, int code) => pipeline.Host.SessionState.PSVariable.Set("global:LASTEXITCODE", code);

    /// <summary>Writes a piece.</summary>
    public void Write(in CommandPiece piece)
    {
        var target = piece.Target;
        if (!_known.TryGetValue(target, out var known))
        {
            var origin = new LineOrigin(_release, SessionOf(target).Name, target.Namespace, target.Pod, target.Container);
            _known.Add(target, known = (origin, new Queue<string>()));
        }

        foreach (var line in piece.Lines)
        {
            if (!piece.IsError)
            {
                pipeline.Host.WriteObject(known.Origin.OfOutput(line, isError: false));
                continue;
            }

            _errors.Write(line, record => known.Origin.OfOutput(record, isError: true));
            known.LastErrors.Enqueue(line);
            if (known.LastErrors.Count > LinesInError)
            {
                known.LastErrors.Dequeue();
            }
        }

        if (piece.Failure is { } failure)
        {
            Fail(target.ToString(), SessionOf(target), failure);
        }
        else if (piece.Result is { ExitCode: not 0 } result)
        {
            // Its lines were written above: the message that is shown does not repeat them, that of the exception does.
            var (what, session) = ($"'{program}' in {target}", SessionOf(target));
            var record = RecordOf(target.ToString(), session, result.ToFailure(what, known.LastErrors));
            var shown = result.ToFailure(what, []);
            record.ErrorDetails = RecordOf(
                target.ToString(), session, result.ExitCode is null && program.Contains(' ') ? shown.WithRecommendedAction(Split) : shown).ErrorDetails;
            Fail(record, session, result.ExitCode ?? NoExitCode);
        }
    }

    /// <summary>Writes the error of a target in which nothing could be started.</summary>
    public void Fail(string target, KubeApiSession? session, Exception failure) => Fail(RecordOf(target, session, failure), session, NoExitCode);

    /// <summary>Sets <c>$LASTEXITCODE</c>: the code of the first command that failed; 0 if none did, and every pod was found.</summary>
    public void End()
    {
        _errors.End();
        SetExitCode(pipeline, _exitCode == 0 && pipeline.Failures > 0 ? NoExitCode : _exitCode);
    }

    public void Dispose() => _errors.Dispose();

    private static ErrorRecord RecordOf(string target, KubeApiSession? session, Exception failure) =>
        ErrorRecords.TryMake(failure, target, session) ?? throw failure;

    private void Fail(ErrorRecord record, KubeApiSession? session, int exitCode)
    {
        _exitCode = _exitCode == 0 ? exitCode : _exitCode;
        // Before the error, which may end the script.
        SetExitCode(pipeline, _exitCode);
        pipeline.Report(record, session);
    }

    private static KubeApiSession SessionOf(CommandTarget target) => (KubeApiSession)target.Owner;
}
