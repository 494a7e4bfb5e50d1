namespace KubeApi.Client.Http;

/// <summary>Is told what happens while requests are made. Called on any thread.</summary>
public interface IRequestObserver
{
    /// <summary>The server, or this client, has a warning for the user.</summary>
    void Warning(string message);

    /// <summary>A request is sent. The response to one that is long-running goes on until somebody ends it.</summary>
    void Sending(string method, Uri uri, bool isLongRunning);

    /// <summary>A request was answered, or failed.</summary>
    void Sent(RequestTrace trace);

    /// <summary>A request is sent again after a pause.</summary>
    void Retrying(RequestRetry retry);

    /// <summary>A list begins.</summary>
    void Listing(string resource);

    /// <summary>
    /// A page of a list was read, or a part of one that is slow to come; <paramref name="remaining"/> objects are still to come, null where the
    /// server does not say how many. The last time it is 0, where the list ends before its end, too.
    /// </summary>
    void Listed(string resource, int delivered, long? remaining);
}
