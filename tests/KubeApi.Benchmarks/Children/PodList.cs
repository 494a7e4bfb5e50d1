using KubeApi.Client.Http;
using KubeApi.Client.Requests;

namespace KubeApi.Benchmarks.Children;

/// <summary>Lists pods without a cmdlet: warnings go to standard error.</summary>
internal sealed class PodList : IRequestObserver
{
    public static readonly ApiResource Resource = ApiResource.Of("", "v1", "pods", true);

    public void Warning(string message) => System.Console.Error.WriteLine(message);

    public void Sending(string method, Uri uri, bool isLongRunning)
    {
    }

    public void Sent(RequestTrace trace)
    {
    }

    public void Retrying(RequestRetry retry) => System.Console.Error.WriteLine(retry);

    public void Listing(string resource)
    {
    }

    public void Listed(string resource, int delivered, long? remaining)
    {
    }
}
