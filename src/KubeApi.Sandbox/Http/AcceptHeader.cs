using Microsoft.AspNetCore.Http;

namespace KubeApi.Sandbox.Http;

/// <summary>What a client is ready to take.</summary>
internal static class AcceptHeader
{
    /// <summary>Refuses with 406 unless one of the accepted types is a form of JSON that this server knows.</summary>
    public static void RequireJson(HttpRequest request) => Representation.Of(request);

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
