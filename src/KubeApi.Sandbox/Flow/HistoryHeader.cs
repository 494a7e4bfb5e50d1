namespace KubeApi.Sandbox.Flow;

/// <summary>For a request with `Sandbox-History: expired`, every version is compacted.</summary>
internal static class HistoryHeader
{
    public const string Name = "Sandbox-History";

    public static bool IsExpired(HttpRequest request) => request.Headers[Name].ToString() == "expired";
}
