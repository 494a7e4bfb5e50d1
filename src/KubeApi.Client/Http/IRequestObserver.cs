namespace KubeApi.Client.Http;

/// <summary>Observes requests. Called on any thread.</summary>
public interface IRequestObserver
{
    /// <summary>A warning of the server or of this client.</summary>
    void Warning(string message);

    /// <summary>A request is sent. The response to a long-running one is endless.</summary>
    void Sending(string method, Uri uri, bool isLongRunning);

    /// <summary>A request got its response, or failed.</summary>
    void Sent(RequestTrace trace);

    /// <summary>A request is sent again after a pause.</summary>
    void Retrying(RequestRetry retry);

    /// <summary>A list begins.</summary>
    void Listing(string resource);

    /// <summary>
    /// A page of a list, or a part of a slow one, was read; <paramref name="remaining"/> objects are left, null if unknown. The last call has 0, also if the
    /// list was not read to its end.
    /// </summary>
    void Listed(string resource, int delivered, long? remaining);
}
