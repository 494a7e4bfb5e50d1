using Microsoft.AspNetCore.Http;

namespace KubeApi.Sandbox.Faults;

/// <summary>A request that says `Sandbox-History: expired` finds every version that it names compacted.</summary>
internal static class HistoryHeader
{
    public const string Name = "Sandbox-History";

    public static bool IsExpired(HttpRequest request) => request.Headers[Name].ToString() == "expired";
}
