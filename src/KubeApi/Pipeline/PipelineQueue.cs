using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Management.Automation;
using KubeApi.Client.Errors;
using KubeApi.Session;

namespace KubeApi.Pipeline;

/// <summary>
/// Messages from other threads to the pipeline. Only the pipeline thread may write, so other threads post here; it writes their messages
/// while it waits for a task.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "A semaphore whose wait handle is not used holds nothing to dispose.")]
internal sealed class PipelineQueue(IPipelineHost host)
{
    // Identifies the command's progress, to Host.UI as well. The engine's own numbers count up from 1 and are not public.
    private readonly long _progressSource = Random.Shared.NextInt64(1L << 32, long.MaxValue);
    private readonly ConcurrentQueue<Action<IPipelineHost>> _messages = new();
    private readonly Dictionary<object, RequestReporter> _reporters = [];
    private readonly Dictionary<int, ProgressRecord> _shown = [];
    private readonly object _changed = new();
    private bool _isFlushing;

    /// <summary>Whether a program that is started here may prompt on the console.</summary>
    public bool HasConsole => ConsoleAccess.IsGranted(host.Host.Name, Console.IsInputRedirected, Environment.GetCommandLineArgs());

    /// <summary>Held by a plugin that prompts, so that the plugins of several sessions prompt one after another.</summary>
    public SemaphoreSlim ConsoleLock { get; } = new(1, 1);

    /// <summary>Whether the command uses several sessions, so that each message names its session.</summary>
    public bool HasSeveralSessions => _reporters.Count > 1;

    /// <summary>The reporter of a session's requests. A session that this command opened keeps its first reporter. On the pipeline thread.</summary>
    public RequestReporter ReporterOf(KubeApiSession session)
    {
        if (!_reporters.ContainsKey(session) && _reporters.Remove(session.Name, out var connecting))
        {
            _reporters.Add(session, connecting);
        }

        return ReporterOf(session, session.Name, session.Clock);
    }

    /// <summary>The reporter of the requests that open a session. On the pipeline thread.</summary>
    public RequestReporter ReporterOf(string name) => ReporterOf(name, name, TimeProvider.System);

    /// <summary>Whether progress or the prompt of a plugin is shown already.</summary>
    public bool IsBusy => _shown.Count > 0 || ConsoleLock.CurrentCount == 0;

    /// <summary>A request in progress; null for none. On the pipeline thread.</summary>
    public string? CurrentRequest => _reporters.Values.Select(r => r.CurrentRequest).FirstOrDefault(r => r is not null);

    /// <summary>Waits for a task on the pipeline thread, with progress after the first second.</summary>
    /// <param name="task">The task.</param>
    /// <param name="what">The title of the progress; null for "Waiting for the server".</param>
    public T Wait<T>(Task<T> task, string? what = null)
    {
        if (!task.IsCompleted)
        {
            _ = task.ContinueWith(
                static (_, queue) =>
                    ((PipelineQueue)queue!).Signal(), this, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            var progress = new WaitProgress(this, what);
            while (!task.IsCompleted)
            {
                lock (_changed)
                {
                    if (_messages.IsEmpty && !task.IsCompleted)
                    {
                        Monitor.Wait(_changed, progress.UntilNext);
                    }
                }

                Flush();
                progress.Show();
            }

            progress.End();
        }

        Flush();
        return task.GetAwaiter().GetResult();
    }

    /// <summary>Writes the queued messages. On the pipeline thread.</summary>
    public void Flush()
    {
        // A message may report an error, which must keep its place among the other messages.
        if (_isFlushing)
        {
            return;
        }

        _isFlushing = true;
        try
        {
            while (_messages.TryDequeue(out var message))
            {
                message(host);
            }

            foreach (var reporter in _reporters.Values)
            {
                reporter.WarnOfInterruption(host);
            }
        }
        finally
        {
            _isFlushing = false;
        }
    }

    /// <summary>Queues work for the pipeline thread. On any thread.</summary>
    public void Post(Action<IPipelineHost> message)
    {
        _messages.Enqueue(message);
        Signal();
    }

    /// <summary>Shows progress. On the pipeline thread.</summary>
    public void Show(ProgressRecord record)
    {
        (record.Activity, record.StatusDescription) = (Shown(record.Activity), Shown(record.StatusDescription));
        if (record.RecordType == ProgressRecordType.Completed)
        {
            _shown.Remove(record.ActivityId);
        }
        else
        {
            _shown[record.ActivityId] = record;
        }

        host.WriteProgress(_progressSource, record);
    }

    /// <summary>Removes progress that is still shown, however the work ended. On the pipeline thread.</summary>
    public void EndProgress()
    {
        foreach (var shown in _shown.Values.ToList())
        {
            var end = new ProgressRecord(shown.ActivityId, shown.Activity, shown.StatusDescription) { RecordType = ProgressRecordType.Completed };
            try
            {
                Show(end);
            }
            catch (PipelineStoppedException)
            {
                // A command that is being stopped cannot write, and not every host removes its progress bars.
                host.Host.UI.WriteProgress(_progressSource, end);
            }
        }
    }

    // The text may quote a server, and must not be empty.
    private static string Shown(string text) => TerminalText.Clean(text) is { Length: > 0 } shown ? shown : " ";

    private RequestReporter ReporterOf(object source, string name, TimeProvider clock)
    {
        if (!_reporters.TryGetValue(source, out var reporter))
        {
            _reporters.Add(source, reporter = new RequestReporter(this, name, _reporters.Count, clock));
        }

        return reporter;
    }

    private void Signal()
    {
        lock (_changed)
        {
            Monitor.PulseAll(_changed);
        }
    }
}
