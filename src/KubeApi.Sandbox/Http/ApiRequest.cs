using KubeApi.Sandbox.Auth;
using Microsoft.AspNetCore.Http;

namespace KubeApi.Sandbox.Http;

/// <summary>What the chain has found out about a request.</summary>
internal sealed class ApiRequest(HttpContext http)
{
    public HttpContext Http { get; } = http;

    public RequestInfo Info { get; } = RequestInfo.Parse(http.Request);

    public User User { get; set; } = User.Anonymous;

    public CancellationToken Aborted => Http.RequestAborted;

    /// <summary>A query parameter; null if it is absent or empty.</summary>
    public string? Query(string name) => Http.Request.Query[name].ToString() is { Length: > 0 } value ? value : null;

    public bool IsDryRun => Http.Request.Query["dryRun"].Contains("All");
}
