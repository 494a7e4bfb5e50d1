using KubeApi.Sandbox.Errors;
using KubeApi.Sandbox.Types;

namespace KubeApi.Sandbox.Protocol;

/// <summary>The Accept header of a request.</summary>
internal static class AcceptHeader
{
    private const string Yaml = "application/yaml";

    /// <summary>Whether the first type that this server writes is YAML.</summary>
    public static bool PrefersYaml(HttpRequest request) => Ranges(request).FirstOrDefault(range => IsWritten(range.Type)).Type == Yaml;

    /// <summary>Whether objects are written as this type.</summary>
    public static bool IsWritten(string type) => type is "application/json" or "application/*" or "*/*" or Yaml;

    /// <summary>Rejects a preference for YAML with 406, because it cannot be streamed.</summary>
    public static void RequireStream(HttpRequest request)
    {
        if (PrefersYaml(request))
        {
            throw MediaTypeErrors.NotAStream();
        }
    }

    /// <summary>Rejects the request with 406 unless an accepted type is a known form of JSON or YAML.</summary>
    public static void RequireJson(HttpRequest request) => Representation.Of(request);

    /// <summary>The same for a resource, whose verbs write different types.</summary>
    public static void RequireJson(ApiRequest api, ResourceType type) =>
        Representation.Of(api.Http.Request, () => MediaTypeErrors.NotAcceptable(type, api.Info.Verb));

    /// <summary>The media ranges, those of the greatest weight first; of the same weight, wildcards last, and otherwise in the order of the header.</summary>
    public static IEnumerable<(string Type, Dictionary<string, string> Parameters)> Ranges(HttpRequest request) =>
        from value in request.Headers.Accept
        from range in value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        let parts = range.Split(';', StringSplitOptions.TrimEntries)
        let parameters = Parameters(parts[1..])
        orderby Weight(parameters) descending, parts[0].Count(c => c == '*')
        select (parts[0].ToLowerInvariant(), parameters);

    private static double Weight(Dictionary<string, string> parameters) =>
        parameters.TryGetValue("q", out var text) && double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var weight)
            ? weight
            : 1;

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
