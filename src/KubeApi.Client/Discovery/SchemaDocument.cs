using System.Text.Json;
using KubeApi.Client.Errors;
using KubeApi.Client.Http;
using KubeApi.Client.Json;
using KubeApi.Client.Requests;

namespace KubeApi.Client.Discovery;

/// <summary>The schemas of an OpenAPI v3 document: those of a group version.</summary>
public sealed class SchemaDocument
{
    private const int LongestChain = 20;

    private readonly JsonElement _schemas;

    /// <summary>Wraps a parsed document.</summary>
    internal SchemaDocument(JsonElement document) => _schemas = document.Child("components").Child("schemas");

    /// <summary>Reads the document that has the schema of a resource type.</summary>
    /// <param name="discovery">The server's discovery, which keeps the document.</param>
    /// <param name="client">The server.</param>
    /// <param name="resource">The resource type.</param>
    /// <param name="revalidate">Whether the server confirms that a document in the cache is current.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="KubeApiException">The document could not be read, or is not JSON.</exception>
    public static async Task<SchemaDocument> ReadAsync(
        DiscoveryCache discovery, ApiClient client, ApiResource resource, bool revalidate, CancellationToken cancellationToken)
    {
        var json = revalidate
            ? await discovery.RefreshSchemaAsync(client, resource, cancellationToken).ConfigureAwait(false)
            : await discovery.GetSchemaAsync(client, resource, cancellationToken).ConfigureAwait(false);
        try
        {
            return new SchemaDocument(JsonNodes.ParseElement(json));
        }
        catch (JsonException e)
        {
            throw new KubeApiException(FailureKind.InvalidAnswer, $"The schema of {resource.FullName} is not JSON.", e);
        }
    }

    /// <summary>The schema of a resource type's kind; undefined if there is none.</summary>
    internal JsonElement Of(ApiResource resource) =>
        _schemas.ValueKind == JsonValueKind.Object ? _schemas.EnumerateObject().FirstOrDefault(s => IsOf(s.Value, resource)).Value : default;

    /// <summary>Follows references; a field is one, alone or in allOf with its default. For a list, the schema of its items.</summary>
    internal JsonElement Resolve(JsonElement schema) => Follow(schema, [], throughMaps: false);

    /// <summary>The schema that has the fields of a field: of its type, of the items of a list, or of the values of a map.</summary>
    /// <param name="schema">The schema of the field.</param>
    /// <param name="passed">Receives the references that were followed.</param>
    internal JsonElement Fields(JsonElement schema, ICollection<string> passed) => Follow(schema, passed, throughMaps: true);

    /// <summary>The schema that a field refers to, if it is a reference; else the field's own.</summary>
    internal JsonElement Target(JsonElement schema) => ReferenceOf(schema) is { } reference ? Find(reference) : schema;

    /// <summary>The name of the schema that a field refers to; null for none.</summary>
    internal static string? ReferenceOf(JsonElement schema) =>
        schema.TextOrNull("$ref") ?? schema.Items("allOf").Select(s => s.TextOrNull("$ref")).FirstOrDefault();

    private JsonElement Follow(JsonElement schema, ICollection<string> passed, bool throughMaps)
    {
        for (var steps = 0; steps < LongestChain; steps++)
        {
            if (ReferenceOf(schema) is { } reference)
            {
                passed.Add(reference);
                schema = Find(reference);
            }
            else if (schema.Child("items") is { ValueKind: JsonValueKind.Object } items)
            {
                schema = items;
            }
            else if (throughMaps && schema.Child("additionalProperties") is { ValueKind: JsonValueKind.Object } values)
            {
                schema = values;
            }
            else
            {
                break;
            }
        }

        return schema;
    }

    private JsonElement Find(string reference) => _schemas.Child(reference[(reference.LastIndexOf('/') + 1)..]);

    private static bool IsOf(JsonElement schema, ApiResource resource) => schema.Items("x-kubernetes-group-version-kind")
        .Any(k => k.Text("kind") == resource.Kind && k.Text("version") == resource.Version && k.Text("group") == resource.Group);
}
