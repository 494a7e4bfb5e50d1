namespace KubeApi.Client.Http;

/// <summary>Is told what happens while requests are made. Called on any thread.</summary>
public interface IRequestObserver
{
    /// <summary>The server, or this client, has a warning for the user.</summary>
    void Warning(string message);

    /// <summary>A request was answered, or failed.</summary>
    void Sent(RequestTrace trace);

    /// <summary>A request is sent again after a pause.</summary>
    void Retrying(RequestRetry retry);

    /// <summary>A list begins.</summary>
    void Listing(string resource);

    /// <summary>
    /// A page of a list was read; <paramref name="remaining"/> objects are still to come, as far as the server knows. The last time it is 0,
    /// where the list ends before its end, too.
    /// </summary>
    void Listed(string resource, int delivered, long remaining);
}
