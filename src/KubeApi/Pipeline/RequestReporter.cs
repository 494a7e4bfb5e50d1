using System.Management.Automation;
using KubeApi.Client.Authentication;
using KubeApi.Client.Errors;
using KubeApi.Client.Http;
using KubeApi.Client.Watching;
using KubeApi.Errors;

namespace KubeApi.Pipeline;

/// <summary>
/// Reports one session's requests to the pipeline: warnings (each once in a run), verbose lines and progress. Called on any thread; its state
/// is used on the pipeline thread only.
/// </summary>
/// <param name="queue">The pipeline.</param>
/// <param name="name">The session's name.</param>
/// <param name="number">The session's number in the run, from 0: each shows its own progress.</param>
/// <param name="clock">Measures how long a list takes.</param>
internal sealed class RequestReporter(PipelineQueue queue, string name, int number, TimeProvider clock) : IRequestObserver, ICredentialCaller
{
    // A bar for less than a second would only flicker.
    private static readonly TimeSpan s_longList = TimeSpan.FromSeconds(1);

    // A server that restarts is back sooner.
    private static readonly TimeSpan s_longInterruption = TimeSpan.FromSeconds(10);

    private readonly HashSet<string> _warned = new(StringComparer.Ordinal);
    private readonly List<(WatchConnection Connection, string? Log)> _followed = [];
    private bool _isInterrupted;
    private long _began;
    private bool _hasProgress;
    private bool _hasPause;
    private volatile string? _current = "Preparing the request";
    private volatile bool _isLongRunning;
    private volatile string? _retrying;

    /// <summary>The request that the session waits for, or the last one; null while an endless response is read.</summary>
    public string? CurrentRequest => _current is { } request ? Labelled(request) : null;

    /// <summary>Why a request is being retried; null after a response.</summary>
    public string? RetryReason => _retrying;

    public bool HasConsole => queue.HasConsole;

    public SemaphoreSlim? ConsoleLock => queue.ConsoleLock;

    public bool WaitsForPrograms => true;

    private int ListActivity => 2 * number;

    private int PauseActivity => (2 * number) + 1;

    public void Notice(string line) => queue.Post(c => c.WriteWarning(Labelled(line)));

    /// <summary>Warns of the interruptions of a watch or a log.</summary>
    /// <param name="connection">Its connection.</param>
    /// <param name="log">The pod and container of the log; null for a watch.</param>
    public void Follow(WatchConnection connection, string? log = null) => queue.Post(_ => _followed.Add((connection, log)));

    /// <summary>
    /// Warns once if watches or logs of this session have been interrupted for long; again after all of them were connected. On the pipeline thread.
    /// </summary>
    public void WarnOfInterruption(IPipelineHost host)
    {
        if (!_isInterrupted
            && _followed.Find(f => f.Connection.IsInterruptedFor(s_longInterruption)) is { Connection.Interruption: { } interruption, Log: var log })
        {
            _isInterrupted = true;
            host.WriteWarning(Labelled(InterruptionMessages.Lasting(interruption with { Retrying = _retrying }, log)));
        }
        else if (_isInterrupted && _followed.TrueForAll(f => f.Connection.Interruption is null))
        {
            _isInterrupted = false;
        }
    }

    /// <summary>Writes a verbose line.</summary>
    public void Verbose(string line) => queue.Post(c => c.WriteVerbose(Labelled(line)));

    /// <summary>Writes a line to the information stream that is shown, as Write-Host does; each line once in a run.</summary>
    public void Inform(string line) => queue.Post(c =>
    {
        if (_warned.Add(line))
        {
            c.WriteInformation(new HostInformationMessage { Message = TerminalText.Clean(Labelled(line)) }, ["PSHOST"]);
        }
    });

    public void Invoke(Action work) => queue.Post(_ => work());

    public void Warning(string message) => queue.Post(c =>
    {
        if (_warned.Add(message))
        {
            c.WriteWarning(Labelled(message));
        }
    });

    public void Sending(string method, Uri uri, bool isLongRunning) =>
        (_current, _isLongRunning) = ($"{method} {uri.AbsolutePath} at {uri.Authority}", isLongRunning);

    public void Sent(RequestTrace trace)
    {
        // An upgraded connection may be idle, too.
        _retrying = trace.StatusCode == 0 ? _retrying : null;
        _current = _isLongRunning || trace.StatusCode == 101 ? null : _current;
        queue.Post(c =>
        {
            c.WriteVerbose(trace.ToString());
            if (_hasPause)
            {
                _hasPause = false;
                queue.Show(new ProgressRecord(PauseActivity, Activity("Waiting for the server"), "Done") { RecordType = ProgressRecordType.Completed });
            }
        });
    }

    public void Retrying(RequestRetry retry)
    {
        _retrying = retry.Reason;
        queue.Post(c =>
        {
            c.WriteVerbose(retry.ToString());
            if (retry.Delay > TimeSpan.FromSeconds(1))
            {
                _hasPause = true;
                queue.Show(new ProgressRecord(PauseActivity, Activity("Waiting for the server"), $"{retry.Method} {retry.Uri.AbsolutePath}: {retry.Reason}")
                {
                    SecondsRemaining = (int)Math.Ceiling(retry.Delay.TotalSeconds),
                    CurrentOperation = $"Next: attempt {retry.Attempt}",
                });
            }
        });
    }

    public void Listing(string resource)
    {
        var now = clock.GetTimestamp();
        queue.Post(_ => _began = now);
    }

    public void Listed(string resource, int delivered, long? remaining) => queue.Post(_ =>
    {
        if (_hasProgress || (remaining != 0 && clock.GetElapsedTime(_began) >= s_longList))
        {
            // Some servers report a negative number.
            remaining = remaining < 0 ? null : remaining;
            _hasProgress = remaining != 0;
            queue.Show(
                new ProgressRecord(
                    ListActivity, Activity($"Listing {resource}"), remaining is null ? $"{delivered} so far" : $"{delivered} of {delivered + remaining}")
                {
                    PercentComplete = remaining is { } rest ? (int)(100L * delivered / Math.Max(1, delivered + rest)) : -1,
                    RecordType = _hasProgress ? ProgressRecordType.Processing : ProgressRecordType.Completed,
                });
        }
    });

    private string Labelled(string message) => queue.HasSeveralSessions ? $"{name}: {message}" : message;

    private string Activity(string text) => queue.HasSeveralSessions ? $"{text} ({name})" : text;
}
