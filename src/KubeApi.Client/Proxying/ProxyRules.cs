using System.Text.RegularExpressions;

namespace KubeApi.Client.Proxying;

/// <summary>Decides which requests the proxy forwards. A refusal names its rule.</summary>
internal sealed partial class ProxyRules(ApiProxyOptions options)
{
    private const string FetchSite = "Sec-Fetch-Site";

    private readonly PatternList _acceptHosts = new(nameof(options.AcceptHosts), options.AcceptHosts);
    private readonly PatternList _acceptPaths = new(nameof(options.AcceptPaths), options.AcceptPaths);
    private readonly PatternList _rejectPaths = new(nameof(options.RejectPaths), options.RejectPaths);
    private readonly PatternList _rejectMethods = new(nameof(options.RejectMethods), options.RejectMethods);

    /// <summary>The rule that refuses a caller, whatever it requests; null for none.</summary>
    public string? RefuseCaller(RequestHead head)
    {
        var host = HostOf(head.Host);
        return !_acceptHosts.Matches(host) ? $"AcceptHosts: no expression matches the host '{host}' (accepted: {_acceptHosts})"
            // A browser sends it with each request of a page of another site, and with each one that may change something.
            : head.Headers.FirstOrDefault(h => IsOrigin(h.Key) && !IsOwn(h.Value, head.Host)) is { Key: not null } origin
                ? $"Origin: the request comes from a page of '{origin.Value}', not of http://{head.Host}"
            : IsPartOfForeignPage(head) ? $"Origin: the request belongs to a page of another site (Sec-Fetch-Site: {head.ValueOf(FetchSite)})"
            : null;
    }

    /// <summary>The rule that refuses a request to the API; null for none.</summary>
    /// <param name="head">The request.</param>
    /// <param name="path">Its path at the API server, encoded.</param>
    public string? RefuseRequest(RequestHead head, string path)
    {
        var forms = RequestTargetCheck.Forms(path);
        return head.Method is "TRACE" or "TRACK" ? $"{head.Method}: the response would contain the session's credential"
            : head.Method == "CONNECT" ? "CONNECT: the proxy forwards to one API server only"
            : options.IsReadOnly && head.Method is not ("GET" or "HEAD" or "OPTIONS") ? $"ReadOnly: {head.Method} may change something"
            : options.IsReadOnly && head.IsUpgrade ? "ReadOnly: an upgraded connection may change something"
            : options.IsReadOnly && forms.Any(form => ProxyPath().IsMatch(form)) ? "ReadOnly: a request to a pod, service or node may change something"
            : _rejectMethods.MatchOf([head.Method]) is { } method ? $"RejectMethods: '{method}' matches the method"
            : _rejectPaths.MatchOf(forms) is { } rejected ? $"RejectPaths: '{rejected}' matches the path"
            : !RequestTargetCheck.Forms(Uri.UnescapeDataString(path)).All(_acceptPaths.Matches)
                ? $"AcceptPaths: no expression matches the path (accepted: {_acceptPaths})"
            : options.ActsAs is { } user && head.Headers.Any(h => h.Key.StartsWith("Impersonate-", StringComparison.OrdinalIgnoreCase))
                ? $"Impersonation: the session acts as {user}, and a request must not act as another user"
            : null;
    }

    // The brackets of an IPv6 address stay: kubectl's default expression has them.
    private static string HostOf(string host)
    {
        var colon = host.LastIndexOf(':');
        return colon > host.LastIndexOf(']') && host.AsSpan(colon + 1).ToString().All(char.IsAsciiDigit) ? host[..colon] : host;
    }

    // An image or a script has no Origin, and a GET to a service may change something. A link that the user follows is shown only to the user.
    private static bool IsPartOfForeignPage(RequestHead head) =>
        head.ValueOf(FetchSite) is "cross-site" or "same-site"
        && !(head.ValueOf("Sec-Fetch-Mode") == "navigate" && head.ValueOf("Sec-Fetch-Dest") == "document");

    private static bool IsOrigin(string header) => header.Equals("Origin", StringComparison.OrdinalIgnoreCase);

    private static bool IsOwn(string origin, string host) =>
        host.Length > 0 && origin.Equals($"http://{host}", StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex(@"^/api/[^/]+/(namespaces/[^/]+/)?(pods|services|nodes)/[^/]+/(proxy|exec|attach|portforward)(/|$)")]
    private static partial Regex ProxyPath();
}
