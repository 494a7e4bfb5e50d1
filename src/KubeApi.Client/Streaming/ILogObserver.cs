using KubeApi.Client.Errors;

namespace KubeApi.Client.Streaming;

/// <summary>Receives events of a log other than its lines. Called on any thread.</summary>
public interface ILogObserver
{
    /// <summary>The log is resumed after its last line.</summary>
    /// <param name="target">The container.</param>
    /// <param name="failure">The failure of the stream; null if it ended normally although the container is still running.</param>
    /// <param name="delay">The pause before it resumes.</param>
    void Resuming(LogTarget target, KubeApiException? failure, TimeSpan delay);

    /// <summary>The server responds with the log, perhaps after an interruption.</summary>
    void Opened(LogTarget target);

    /// <summary>The log has ended, or it failed and is not resumed.</summary>
    void Ended(LogTarget target);

    /// <summary>Lines may be missing before the next ones.</summary>
    void MayHaveGap(LogTarget target, LogGap gap);

    /// <summary>The container was started again, and its new log follows.</summary>
    void Restarted(LogTarget target);

    /// <summary>A pod was added, and its log follows.</summary>
    /// <param name="owner">The owner of its group.</param>
    /// <param name="pod">The pod's name.</param>
    void Joined(object owner, string pod);

    /// <summary>A pod was deleted.</summary>
    /// <param name="owner">The owner of its group.</param>
    /// <param name="pod">The pod's name.</param>
    void Left(object owner, string pod);
}
