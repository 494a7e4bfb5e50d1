using System.Text.Json;
using System.Text.RegularExpressions;
using KubeApi.Client.Errors;
using KubeApi.Client.Http;
using KubeApi.Client.Json;
using KubeApi.Client.Requests;

namespace KubeApi.Client.Discovery;

/// <summary>Suggests similar field names from the server's schema for an unknown field.</summary>
public static partial class FieldAdvice
{
    /// <summary>The paths of the unknown fields of an error, in either of the server's formats, without list indexes.</summary>
    public static IReadOnlyList<string> UnknownFields(Status status) => status.Code switch
    {
        // A create, a replace or a patch.
        400 or 422 => [.. StrictlyUnknown().Matches(status.Message).Select(m => Bare(m.Groups[1].Value))],
        // Of an apply.
        500 when status.Reason.Length == 0 => [.. Undeclared().Matches(status.Message).Select(m => Bare(m.Groups[1].Value))],
        _ => [],
    };

    /// <summary>The path of the first field of an error, in the server's notation; null for none.</summary>
    public static string? RefusedField(Status status) =>
        new[] { StrictlyUnknown(), Undeclared(), WrongType() }.Select(r => r.Match(status.Message)).FirstOrDefault(m => m.Success)?.Groups[1].Value
        ?? status.Causes.Select(c => c.Field).FirstOrDefault(f => f.Length > 0);

    /// <summary>A sentence with similar field names; null if there are none, or the schema cannot be read.</summary>
    /// <param name="discovery">The server's discovery.</param>
    /// <param name="client">The server.</param>
    /// <param name="resource">The resource type.</param>
    /// <param name="fields">Paths of unknown fields.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    public static async Task<string?> SuggestAsync(
        DiscoveryCache discovery, ApiClient client, ApiResource resource, IReadOnlyList<string> fields, CancellationToken cancellationToken)
    {
        try
        {
            var response = await discovery.GetSchemaAsync(client, resource, cancellationToken).ConfigureAwait(false);
            return Suggest(JsonNodes.ParseElement(response), resource, fields);
        }
        catch (Exception e) when (e is KubeApiException or JsonException)
        {
            // The suggestion is optional; the error itself is reported.
            return null;
        }
    }

    internal static string? Suggest(JsonElement document, ApiResource resource, IReadOnlyList<string> fields)
    {
        var schemas = new SchemaDocument(document);
        var root = schemas.Of(resource);
        var advice = fields
            .Select(field => (Field: field, Names: Nearest(schemas, root, field.Split('.'))))
            .Where(a => a.Names.Count > 0)
            .Select(a => fields.Count == 1 ? $"Did you mean {Join(a.Names)}?" : $"For '{a.Field}', did you mean {Join(a.Names)}?");
        return string.Join(' ', advice) is { Length: > 0 } text ? text : null;
    }

    private static IReadOnlyList<string> Nearest(SchemaDocument schemas, JsonElement schema, string[] path)
    {
        foreach (var name in path[..^1])
        {
            schema = Properties(schemas, schema) is { ValueKind: JsonValueKind.Object } properties && properties.TryGetProperty(name, out var child)
                ? child : schemas.Resolve(schema).Child("additionalProperties");
        }

        return Properties(schemas, schema) is { ValueKind: JsonValueKind.Object } candidates
            ? NearNames.Of(path[^1], candidates.EnumerateObject().Select(p => p.Name))
            : [];
    }

    private static JsonElement Properties(SchemaDocument schemas, JsonElement schema) => schemas.Resolve(schema).Child("properties");

    private static string Bare(string path) => Index().Replace(path, "").TrimStart('.');

    private static string Join(IReadOnlyList<string> names) => string.Join(" or ", names.Select(n => $"'{n}'"));

    [GeneratedRegex("unknown field \"([^\"]+)\"")]
    private static partial Regex StrictlyUnknown();

    [GeneratedRegex(@"(\.[^\s:]+(?:\[[^\]]*\][^\s:]*)*): field not declared in schema")]
    private static partial Regex Undeclared();

    [GeneratedRegex(@"(\.[^\s:]+(?:\[[^\]]*\][^\s:]*)*): expected ")]
    private static partial Regex WrongType();

    [GeneratedRegex(@"\[[^\]]*\]")]
    private static partial Regex Index();
}
