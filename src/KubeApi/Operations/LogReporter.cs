using KubeApi.Client.Errors;
using KubeApi.Client.Streaming;
using KubeApi.Pipeline;
using KubeApi.Session;

namespace KubeApi.Operations;

/// <summary>Reports to the pipeline what happens to logs besides their lines. Called on any thread.</summary>
/// <param name="reporters">The reporter of each session.</param>
internal sealed class LogReporter(IReadOnlyDictionary<KubeApiSession, RequestReporter> reporters) : ILogObserver
{
    public void Resuming(LogTarget target, KubeApiException? failure, TimeSpan delay) => Of(target.Owner).Verbose(failure is null
        ? $"The server ended the log of {target}; reading on in {delay.TotalSeconds:0.#} s."
        : $"The log of {target} broke off ({failure.Message}); reading on in {delay.TotalSeconds:0.#} s.");

    public void MayHaveGap(LogTarget target, LogGap gap) => Of(target.Owner).Notice($"Lines of the log of {target} may be missing. The connection was cut, and "
        + gap switch
        {
            LogGap.Rotated => "meanwhile the node began a new log file: it serves the current one only.",
            LogGap.RunLost => "meanwhile the container was started more than once: the node keeps the log of one earlier run only.",
            _ => "meanwhile the pod was deleted.",
        });

    public void Restarted(LogTarget target) => Of(target.Owner).Verbose($"The container {target} was started again; its new log follows.");

    public void Joined(object owner, string pod) => Of(owner).Verbose($"The pod '{pod}' was created; its log follows.");

    public void Left(object owner, string pod) => Of(owner).Verbose($"The pod '{pod}' was deleted.");

    /// <summary>The reporter of the session that owns a target.</summary>
    public RequestReporter Of(object owner) => reporters[(KubeApiSession)owner];
}
