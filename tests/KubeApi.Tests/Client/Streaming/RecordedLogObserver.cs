using KubeApi.Client.Errors;
using KubeApi.Client.Streaming;

namespace KubeApi.Tests.Client.Streaming;

/// <summary>Records the events of logs as text; resumes are only counted.</summary>
internal sealed class RecordedLogObserver : ILogObserver
{
    private int _resumes;

    public List<string> Notes { get; } = [];

    public int Resumes => _resumes;

    public void Resuming(LogTarget target, KubeApiException? failure, TimeSpan delay) => Interlocked.Increment(ref _resumes);

    public void Opened(LogTarget target)
    {
    }

    public void Ended(LogTarget target)
    {
    }

    public void MayHaveGap(LogTarget target, LogGap gap) => Add($"gap {gap}");

    public void Restarted(LogTarget target) => Add("restarted");

    public void Joined(object owner, string pod) => Add($"joined {pod}");

    public void Left(object owner, string pod) => Add($"left {pod}");

    private void Add(string note)
    {
        lock (Notes)
        {
            Notes.Add(note);
        }
    }
}
