using System.Diagnostics;
using System.Globalization;
using System.Management.Automation;
using KubeApi.Client.Errors;
using KubeApi.Client.Streaming.Copying;
using KubeApi.Pipeline;
using KubeApi.Session;

namespace KubeApi.Operations;

/// <summary>Reports copies to the pipeline: progress after the first second, and failures of single items.</summary>
/// <param name="pipeline">The cmdlet's run.</param>
/// <param name="session">The session.</param>
/// <param name="activity">The title of the progress.</param>
internal sealed class CopyReporter(PipelineRun pipeline, KubeApiSession session, string activity) : ICopyObserver
{
    // Distinct from the activities of the sessions, which are numbered from 0, and of waits.
    private const int Activity = int.MaxValue - 1;

    private static readonly TimeSpan s_first = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_beat = TimeSpan.FromMilliseconds(250);
    private static readonly string[] s_units = ["bytes", "KB", "MB", "GB", "TB"];

    private readonly RequestReporter _reporter = pipeline.ObserverOf(session);
    private readonly long _began = Stopwatch.GetTimestamp();
    private long _bytes;
    private long _nextTicks = s_first.Ticks;
    private bool _isShown;

    /// <summary>The number of bytes in all; null while that is not known.</summary>
    public long? Total { get; set; }

    public void Advanced(long bytes)
    {
        var sum = Interlocked.Add(ref _bytes, bytes);
        var elapsed = Stopwatch.GetElapsedTime(_began);
        var next = Interlocked.Read(ref _nextTicks);
        if (elapsed.Ticks >= next && Interlocked.CompareExchange(ref _nextTicks, elapsed.Ticks + s_beat.Ticks, next) == next)
        {
            _reporter.Invoke(() => Show(sum, elapsed));
        }
    }

    public void Failed(string path, KubeApiException failure) => _reporter.Invoke(() => pipeline.Report(path, session, failure));

    public void Resuming(string path, KubeApiException failure, TimeSpan delay) =>
        _reporter.Verbose($"The connection broke ({failure.Message.TrimEnd('.')}); resuming the copy of {path} in {delay.TotalSeconds:0.##} s.");

    public void Warning(string message) => _reporter.Notice(message);

    /// <summary>Removes the progress.</summary>
    public void End()
    {
        if (_isShown)
        {
            pipeline.Show(new ProgressRecord(Activity, activity, "Done") { RecordType = ProgressRecordType.Completed });
        }
    }

    private void Show(long bytes, TimeSpan elapsed)
    {
        _isShown = true;
        var rate = bytes / elapsed.TotalSeconds;
        var isKnown = Total is > 0 && bytes <= Total;
        pipeline.Show(new ProgressRecord(Activity, activity, $"{Size(bytes)}{(isKnown ? $" of {Size(Total!.Value)}" : "")}, {Size(rate)}/s")
        {
            PercentComplete = isKnown ? (int)(100 * bytes / Total!.Value) : -1,
            SecondsRemaining = isKnown && rate > 0 ? (int)Math.Min(int.MaxValue, (Total!.Value - bytes) / rate) : -1,
        });
    }

    private static string Size(double bytes)
    {
        var unit = 0;
        for (; bytes >= 1024 && unit < s_units.Length - 1; unit++)
        {
            bytes /= 1024;
        }

        return $"{bytes.ToString(unit == 0 || bytes >= 100 ? "0" : "0.0", CultureInfo.CurrentCulture)} {s_units[unit]}";
    }
}
