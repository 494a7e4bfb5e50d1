namespace KubeApi.Client.Proxying;

/// <summary>A request that the proxy refused.</summary>
/// <param name="Time">When it came.</param>
/// <param name="Method">The method; empty if the request was invalid.</param>
/// <param name="Path">The path without the query; empty if the request was invalid.</param>
/// <param name="Rule">The rule that refused it.</param>
public sealed record ProxyRefusal(DateTimeOffset Time, string Method, string Path, string Rule)
{
    /// <summary>The request and the rule in one line.</summary>
    public override string ToString() => Method.Length == 0 ? Rule : $"{Method} {Path}: {Rule}";
}
