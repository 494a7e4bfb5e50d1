using KubeApi.Client.Errors;

namespace KubeApi.Client.Watching;

/// <summary>Receives events of a watch other than changes. Called on any thread.</summary>
public interface IWatchObserver
{
    /// <summary>The server responds: the watch is open, or a list has begun.</summary>
    void Connected();

    /// <summary>A list or a watch ended. Until the next one begins, no changes are received.</summary>
    /// <param name="failure">The failure that ended it, or for which it did not begin; null if it ended normally.</param>
    void Disconnected(KubeApiException? failure);

    /// <summary>The watch has failed, and is not resumed: its reader receives the failure.</summary>
    void Ended();

    /// <summary>The watch is resumed from the last version seen.</summary>
    /// <param name="failure">The failure that ended it; null if the server ended it normally.</param>
    /// <param name="delay">The pause before it resumes.</param>
    void Resuming(KubeApiException? failure, TimeSpan delay);

    /// <summary>The server no longer has the last version seen, or has restarted its versions: all objects are listed again and compared.</summary>
    void Relisting();

    /// <summary>The watch is forbidden, so the objects are polled instead.</summary>
    /// <param name="refusal">The server's refusal.</param>
    /// <param name="interval">The time between two reads.</param>
    void Polling(KubeApiException refusal, TimeSpan interval);

    /// <summary>The server sent an event of an unknown type, which is skipped. Called once for each type, and for at most ten types.</summary>
    void UnknownEvent(string type);
}
