using KubeApi.Client.Authentication;
using KubeApi.Client.Http;

namespace KubeApi.Session;

/// <summary>An observer that ignores everything and runs nothing: for requests outside of a command.</summary>
internal sealed class QuietObserver : IRequestObserver, ICredentialCaller
{
    public bool HasConsole => false;

    public bool WaitsForPrograms => false;

    public void Warning(string message)
    {
    }

    public void Sending(string method, Uri uri, bool isLongRunning)
    {
    }

    public void Sent(RequestTrace trace)
    {
    }

    public void Retrying(RequestRetry retry)
    {
    }

    public void Listing(string resource)
    {
    }

    public void Listed(string resource, int delivered, long? remaining)
    {
    }

    public void Notice(string line)
    {
    }

    public void Invoke(Action work)
    {
    }
}
