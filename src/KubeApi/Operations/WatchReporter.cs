using KubeApi.Client.Errors;
using KubeApi.Client.Watching;
using KubeApi.Pipeline;

namespace KubeApi.Operations;

/// <summary>Reports events of a watch, other than changes, to the pipeline. Called on any thread.</summary>
internal sealed class WatchReporter(RequestReporter reporter, WatchTarget target) : IWatchObserver
{
    public void Resuming(KubeApiException? failure, TimeSpan delay) => reporter.Verbose(failure is null
        ? $"The server ended the watch of {target}; resuming from the last version seen{(delay > TimeSpan.Zero ? $" in {delay.TotalSeconds:0.#} s" : "")}."
        : $"The watch of {target} was interrupted ({failure.Message.TrimEnd('.')}); resuming in {delay.TotalSeconds:0.#} s.");

    public void Relisting() =>
        reporter.Verbose($"The server no longer has the last version seen of {target}; listing again, and reporting the differences.");

    public void Polling(KubeApiException refusal, TimeSpan interval) =>
        reporter.Warning($"The watch of {target} is forbidden ({refusal.Message.TrimEnd('.')}); reading every {interval.TotalSeconds:0} s instead.");

    public void UnknownEvent(string type) =>
        reporter.Warning($"The server sends events of the unknown type '{type}' for {target}; they are skipped.");
}
