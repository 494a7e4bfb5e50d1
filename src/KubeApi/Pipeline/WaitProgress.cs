using System.Diagnostics;
using System.Management.Automation;

namespace KubeApi.Pipeline;

/// <summary>The progress of one wait on the pipeline thread, after its first second.</summary>
/// <param name="queue">The pipeline.</param>
/// <param name="what">The title of the progress; null for "Waiting for the server".</param>
internal sealed class WaitProgress(PipelineQueue queue, string? what)
{
    // Distinct from the activities of the sessions, which are numbered from 0.
    private const int Activity = int.MaxValue;

    private static readonly TimeSpan s_beat = TimeSpan.FromSeconds(1);

    private readonly long _began = Stopwatch.GetTimestamp();
    private TimeSpan _next = s_beat;
    private bool _isShown;

    /// <summary>The time until <see cref="Show"/> has to be called again.</summary>
    public TimeSpan UntilNext => _next - Stopwatch.GetElapsedTime(_began) is var left && left > TimeSpan.Zero ? left : TimeSpan.Zero;

    /// <summary>Updates the elapsed time once a second.</summary>
    public void Show()
    {
        var elapsed = Stopwatch.GetElapsedTime(_began);
        if (elapsed < _next)
        {
            return;
        }

        _next = elapsed + s_beat;
        if (queue.CurrentRequest is { } request && (_isShown || !queue.IsBusy))
        {
            _isShown = true;
            queue.Show(new ProgressRecord(Activity, what ?? "Waiting for the server", $"{elapsed.TotalSeconds:0} s, {request}"));
        }
    }

    /// <summary>Removes the progress.</summary>
    public void End()
    {
        if (_isShown)
        {
            queue.Show(new ProgressRecord(Activity, what ?? "Waiting for the server", "Done") { RecordType = ProgressRecordType.Completed });
        }
    }
}
