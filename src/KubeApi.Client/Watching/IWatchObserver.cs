using KubeApi.Client.Errors;

namespace KubeApi.Client.Watching;

/// <summary>Receives events of a watch other than changes. Called on any thread.</summary>
public interface IWatchObserver
{
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
