using System.Collections.Concurrent;
using System.Management.Automation;
using KubeApi.Client.Authentication;
using KubeApi.Client.Http;

namespace KubeApi.Commands.Base;

/// <summary>
/// What other threads have to say to the pipeline, and the pipeline thread's way of waiting for a task: it writes what comes meanwhile.
/// Only the pipeline thread may write; everybody else puts it here.
/// </summary>
internal sealed class PipelineQueue(PSCmdlet cmdlet) : IRequestObserver, ICredentialCaller
{
    private const int LongList = 2000;
    private const int PauseActivity = 1;

    private readonly ConcurrentQueue<Action<Cmdlet>> _messages = new();
    private readonly HashSet<string> _warned = new(StringComparer.Ordinal);
    private readonly object _changed = new();
    private bool _hasProgress;
    private bool _hasPause;

    public bool HasConsole => ConsoleAccess.IsGranted(cmdlet.Host.Name, Console.IsInputRedirected, Environment.GetCommandLineArgs());

    public bool IsPatient => true;

    public void Notice(string line) => Post(c => c.WriteWarning(line));

    public void Invoke(Action work) => Post(_ => work());

    public void Warning(string message) => Post(c =>
    {
        // Once per invocation.
        if (_warned.Add(message))
        {
            c.WriteWarning(message);
        }
    });

    public void Sent(RequestTrace trace) => Post(c =>
    {
        c.WriteVerbose(trace.ToString());
        if (_hasPause)
        {
            _hasPause = false;
            c.WriteProgress(new ProgressRecord(PauseActivity, "Waiting for the server", "Done") { RecordType = ProgressRecordType.Completed });
        }
    });

    public void Retrying(RequestRetry retry) => Post(c =>
    {
        c.WriteVerbose(retry.ToString());
        if (retry.Delay > TimeSpan.FromSeconds(1))
        {
            _hasPause = true;
            c.WriteProgress(new ProgressRecord(PauseActivity, "Waiting for the server", $"{retry.Method} {retry.Uri.AbsolutePath}: {retry.Reason}")
            {
                SecondsRemaining = (int)Math.Ceiling(retry.Delay.TotalSeconds),
                CurrentOperation = $"Attempt {retry.Attempt} follows",
            });
        }
    });

    public void Listed(string resource, int delivered, long remaining) => Post(c =>
    {
        // A bar for what takes a page or two would only flicker.
        if (remaining >= LongList || _hasProgress)
        {
            _hasProgress = remaining > 0;
            c.WriteProgress(new ProgressRecord(0, $"Listing {resource}", $"{delivered} of {delivered + remaining}")
            {
                PercentComplete = (int)(100 * delivered / Math.Max(1, delivered + remaining)),
                RecordType = _hasProgress ? ProgressRecordType.Processing : ProgressRecordType.Completed,
            });
        }
    });

    /// <summary>Waits for a task on the pipeline thread.</summary>
    public T Wait<T>(Task<T> task)
    {
        if (!task.IsCompleted)
        {
            _ = task.ContinueWith(
                static (_, queue) => ((PipelineQueue)queue!).Signal(), this, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            while (!task.IsCompleted)
            {
                lock (_changed)
                {
                    if (_messages.IsEmpty && !task.IsCompleted)
                    {
                        Monitor.Wait(_changed);
                    }
                }

                Write();
            }
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

    private void Post(Action<Cmdlet> message)
    {
        _messages.Enqueue(message);
        Signal();
    }

    private void Signal()
    {
        lock (_changed)
        {
            Monitor.PulseAll(_changed);
        }
    }
}
