namespace KubeApi.Client.Http;

/// <summary>Is told what happens while requests are made. Called on any thread.</summary>
public interface IRequestObserver
{
    /// <summary>The server, or this client, has a warning for the user.</summary>
    void Warning(string message);

    /// <summary>A request was answered, or failed.</summary>
    void Sent(RequestTrace trace);
}
