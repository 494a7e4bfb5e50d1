using System.Diagnostics;
using System.Management.Automation;
using System.Management.Automation.Host;
using KubeApi.Client.Configuration;
using KubeApi.Client.Errors;
using KubeApi.Errors;
using KubeApi.Output;
using KubeApi.Session;

namespace KubeApi.Pipeline;

/// <summary>
/// One run of a command: waits for requests while it shows messages, converts failures to error records, and prompts for confirmation. For the pipeline thread.
/// </summary>
internal sealed class PipelineRun(IPipelineHost host)
{
    private static readonly TimeSpan s_gather = TimeSpan.FromMilliseconds(1);

    private readonly PipelineQueue _queue = new(host);

    /// <summary>The cmdlet or provider that runs.</summary>
    public IPipelineHost Host => host;

    /// <summary>Canceled when the command is stopped.</summary>
    public CancellationToken Stopped => host.Stopped;

    /// <summary>The number of errors so far, each of one item.</summary>
    public int Failures { get; private set; }

    /// <summary>This machine, with PowerShell's location as its current directory.</summary>
    public HostEnvironment HostEnvironment => new() { CurrentDirectory = host.SessionState.Path.CurrentFileSystemLocation.ProviderPath };

    /// <summary>The observer of a session's requests. It may be called on any thread.</summary>
    public RequestReporter ObserverOf(KubeApiSession session) => _queue.ReporterOf(session);

    /// <summary>The observer of the requests that open the session with this name.</summary>
    public RequestReporter ObserverOf(string name) => _queue.ReporterOf(name);

    /// <summary>Waits for a task while it writes queued messages; after a second, it shows progress.</summary>
    /// <param name="task">The task.</param>
    /// <param name="what">The title of the progress; null for "Waiting for the server".</param>
    public T Wait<T>(Task<T> task, string? what = null) => _queue.Wait(task, what);

    /// <summary>Shows progress; the end of the command removes it.</summary>
    public void Show(ProgressRecord record) => _queue.Show(record);

    /// <summary>Queues work that the pipeline thread does while it waits. On any thread.</summary>
    public void Post(Action work) => _queue.Post(_ => work());

    /// <summary>Pulls from the client; ending the loop ends the request.</summary>
    /// <remarks>
    /// While items arrive faster than one a millisecond, the thread sleeps for a millisecond before it waits: waking up for each item costs more
    /// than reading it. A single item is output immediately.
    /// </remarks>
    public IEnumerable<T> Pull<T>(IAsyncEnumerable<T> source)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Stopped);
        var items = source.GetAsyncEnumerator(stop.Token);
        var pending = default(Task<bool>);
        var arrived = 0L;
        try
        {
            while (true)
            {
                var next = items.MoveNextAsync();
                var more = next.IsCompletedSuccessfully ? next.Result : Arrive(pending = next.AsTask());
                _queue.Flush();
                if (!more)
                {
                    yield break;
                }

                yield return items.Current;
            }
        }
        finally
        {
            stop.Cancel();
            Close(items, pending);
        }

        bool Arrive(Task<bool> next)
        {
            if (arrived > 0 && Stopwatch.GetElapsedTime(arrived) < s_gather)
            {
                Thread.Sleep(s_gather);
            }

            var more = Wait(next);
            arrived = Stopwatch.GetTimestamp();
            return more;
        }
    }

    /// <summary>Runs a part of the command. Failures of the server, the connection or the user end the command with an error record.</summary>
    public void Guard(Action work)
    {
        try
        {
            work();
            _queue.Flush();
        }
        catch (Exception e) when (e is PipelineStoppedException or FlowControlException)
        {
            throw;
        }
        catch (OperationCanceledException) when (Stopped.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
        catch (Exception e) when (ErrorRecords.TryMake(e, null, null) is { } record)
        {
            throw Fail(record);
        }
        finally
        {
            _queue.EndProgress();
        }
    }

    /// <summary>Processes one item. A failure becomes one error, so the caller can continue with the next item.</summary>
    /// <param name="target">The item, as the user addressed it.</param>
    /// <param name="session">The item's session; null while there is none.</param>
    /// <param name="work">The work.</param>
    /// <param name="place">The item's place in a file or text, which the error names too; null for none.</param>
    public void Attempt(object? target, KubeApiSession? session, Action work, ManifestPlace? place = null)
    {
        try
        {
            work();
        }
        catch (Exception e) when (ErrorRecords.TryMake(e, target, session, place) is { } record)
        {
            Report(record, session);
        }
    }

    /// <summary>Writes the failure of one item as an error.</summary>
    public void Report(object? target, KubeApiSession? session, Exception failure) =>
        Report(ErrorRecords.TryMake(failure, target, session) ?? throw failure, session);

    /// <summary>Writes an error after the queued messages. If the command uses several sessions, the error names its session.</summary>
    public void Report(ErrorRecord record, KubeApiSession? session = null)
    {
        _queue.Flush();
        if (session is not null && _queue.HasSeveralSessions)
        {
            ErrorRecords.Label(record, session.Name);
        }

        // The server may have lost the resource type since discovery was read.
        if (ErrorRecords.IsMissingPath(record.Exception))
        {
            session?.Discovery.Forget();
        }

        Failures++;
        host.WriteError(record);
    }

    /// <summary>Ends the command with an error, after the queued messages.</summary>
    /// <returns>Nothing: it lets callers write <c>throw Fail(…)</c>.</returns>
    public Exception Fail(ErrorRecord record)
    {
        _queue.Flush();
        host.ThrowTerminatingError(record);
        return new PipelineStoppedException();
    }

    /// <summary>ShouldProcess. If the host cannot prompt, an error names the switch that confirms.</summary>
    public bool ShouldProcess(string target, string action) =>
        Confirm($"{action}: {target}.", "-Confirm:$false", () => host.ShouldProcess(TerminalText.Clean(target), TerminalText.Clean(action)));

    /// <summary>Asks for confirmation. If the host cannot prompt, writes an error and returns false.</summary>
    /// <param name="question">The question, for the error.</param>
    /// <param name="switches">The switches that confirm.</param>
    /// <param name="prompt">Prompts the user.</param>
    public bool Confirm(string question, string switches, Func<bool> prompt)
    {
        try
        {
            return prompt();
        }
        catch (Exception e) when (e is PSInvalidOperationException or HostException or NotImplementedException)
        {
            Report(ErrorRecords.NotConfirmed(question, switches, e));
            return false;
        }
    }

    // A warning may have thrown while the next item was awaited, and an enumerator cannot be disposed before that wait ends.
    private static void Close<T>(IAsyncEnumerator<T> items, Task<bool>? pending)
    {
        try
        {
            pending?.GetAwaiter().GetResult();
        }
        catch (Exception e) when (e is OperationCanceledException or KubeApiException)
        {
            // The exception has already reached the caller.
        }

        items.DisposeAsync().AsTask().GetAwaiter().GetResult();
    }
}
