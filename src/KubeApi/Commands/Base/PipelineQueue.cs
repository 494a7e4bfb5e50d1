using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Management.Automation;
using KubeApi.Session;

namespace KubeApi.Commands.Base;

/// <summary>
/// What other threads have to say to the pipeline, and the pipeline thread's way of waiting for a task: it writes what comes meanwhile.
/// Only the pipeline thread may write; everybody else posts it here.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "A semaphore whose wait handle is not used holds nothing to dispose.")]
internal sealed class PipelineQueue(PSCmdlet cmdlet)
{
    // Whose progress it is, in a number that Host.UI can be told, too. The engine's own counts up from 1 and is not public.
    private readonly long _progressSource = Random.Shared.NextInt64(1L << 32, long.MaxValue);
    private readonly ConcurrentQueue<Action<Cmdlet>> _messages = new();
    private readonly Dictionary<object, RequestReporter> _reporters = [];
    private readonly Dictionary<int, ProgressRecord> _shown = [];
    private readonly object _changed = new();

    /// <summary>Whether the user sits at a console that is this cmdlet's.</summary>
    public bool HasConsole => ConsoleAccess.IsGranted(cmdlet.Host.Name, Console.IsInputRedirected, Environment.GetCommandLineArgs());

    /// <summary>Plugins of several sessions ask one after another.</summary>
    public SemaphoreSlim ConsoleTurn { get; } = new(1, 1);

    /// <summary>Whether requests of more than one session are told of: then each message says whose it is.</summary>
    public bool HasSeveralSessions => _reporters.Count > 1;

    /// <summary>Who tells of a session's requests: the one who told of its connecting, if that was here. On the pipeline thread.</summary>
    public RequestReporter ReporterOf(KubeApiSession session)
    {
        if (!_reporters.ContainsKey(session) && _reporters.Remove(session.Name, out var connecting))
        {
            _reporters.Add(session, connecting);
        }

        return ReporterOf(session, session.Name, session.Clock);
    }

    /// <summary>Who tells of the requests that make a session. On the pipeline thread.</summary>
    public RequestReporter ReporterOf(string name) => ReporterOf(name, name, TimeProvider.System);

    /// <summary>Whether the user sees something else already: progress, or a plugin that asks.</summary>
    public bool IsOccupied => _shown.Count > 0 || ConsoleTurn.CurrentCount == 0;

    /// <summary>A request that is waited for; null for none. On the pipeline thread.</summary>
    public string? UnderWay => _reporters.Values.Select(r => r.UnderWay).FirstOrDefault(r => r is not null);

    /// <summary>Waits for a task on the pipeline thread, with progress from the first second on.</summary>
    /// <param name="task">The task.</param>
    /// <param name="what">What is waited for, for people; null for the server.</param>
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

                Write();
                progress.Show();
            }

            progress.End();
        }

        Write();
        return task.GetAwaiter().GetResult();
    }

    /// <summary>Writes what has come so far.</summary>
    public void Write()
    {
        while (_messages.TryDequeue(out var message))
        {
            message(cmdlet);
        }
    }

    /// <summary>Has something written, or done, on the pipeline thread. On any thread.</summary>
    public void Post(Action<Cmdlet> message)
    {
        _messages.Enqueue(message);
        Signal();
    }

    /// <summary>Shows progress, as far as the user wants to see it. On the pipeline thread.</summary>
    public void Show(ProgressRecord record)
    {
        if (record.RecordType == ProgressRecordType.Completed)
        {
            _shown.Remove(record.ActivityId);
        }
        else
        {
            _shown[record.ActivityId] = record;
        }

        cmdlet.CommandRuntime.WriteProgress(_progressSource, record);
    }

    /// <summary>Takes away what progress is still shown, whatever ended the work. On the pipeline thread.</summary>
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
                // A cmdlet that is being stopped writes nothing any more, and not every host takes its bars away by itself.
                cmdlet.Host.UI.WriteProgress(_progressSource, end);
            }
        }
    }

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
