using KubeApi.Sandbox.Errors;
using Microsoft.AspNetCore.Http;

namespace KubeApi.Sandbox.Http;

/// <summary>What a client is ready to take.</summary>
internal static class AcceptHeader
{
    /// <summary>Refuses with 406 unless plain JSON is among the accepted types.</summary>
    public static void RequireJson(HttpRequest request)
    {
        var ranges = Ranges(request).ToList();
        if (ranges.Count > 0 && !ranges.Any(range => range.Type is "application/json" or "*/*" or "application/*" && !range.Parameters.ContainsKey("as")))
        {
            throw StatusAnswers.NotAcceptable();
        }
    }

    /// <summary>The media ranges in the order they were sent; the server does not look at their weights.</summary>
    public static IEnumerable<(string Type, Dictionary<string, string> Parameters)> Ranges(HttpRequest request) =>
        from value in request.Headers.Accept
        from range in value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        let parts = range.Split(';', StringSplitOptions.TrimEntries)
        select (parts[0].ToLowerInvariant(), Parameters(parts[1..]));

    private static Dictionary<string, string> Parameters(string[] parts)
    {
        var parameters = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var part in parts)
        {
            var separator = part.IndexOf('=', StringComparison.Ordinal);
            if (separator > 0)
            {
                parameters[part[..separator].Trim()] = part[(separator + 1)..].Trim();
            }
        }

        return parameters;
    }
}
