using KubeApi.Client.Http;

namespace KubeApi.Session;

/// <summary>Tells nobody anything: for requests that no command makes.</summary>
internal sealed class QuietObserver : IRequestObserver
{
    public void Warning(string message)
    {
    }

    public void Sent(RequestTrace trace)
    {
    }

    public void Retrying(RequestRetry retry)
    {
    }

    public void Listed(string resource, int delivered, long remaining)
    {
    }
}
