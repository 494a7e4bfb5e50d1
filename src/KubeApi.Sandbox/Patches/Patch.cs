using KubeApi.Sandbox.Errors;
using KubeApi.Sandbox.Json;
using KubeApi.Sandbox.Protocol;
using KubeApi.Sandbox.Schemas;

namespace KubeApi.Sandbox.Patches;

/// <summary>A change to an object, which is applied again after a conflict.</summary>
internal abstract class Patch
{
    public const string ApplyType = "application/apply-patch+yaml";

    /// <summary>The duplicate keys of the patch.</summary>
    public IReadOnlyList<string> Duplicates { get; private init; } = [];

    /// <summary>The patch in a request's body, by its content type.</summary>
    /// <param name="schema">The schema of the object; null for custom resources, which do not support strategic merge patches.</param>
    public static async Task<Patch> ReadAsync(HttpRequest request, Schema? schema)
    {
        var type = Body.MediaType(request);
        var duplicates = new List<string>();
        switch (type)
        {
            case "application/merge-patch+json":
                return new MergePatch(Map(await ReadAsync(request, duplicates))) { Duplicates = duplicates };
            case "application/strategic-merge-patch+json":
                return schema is null
                    ? throw MediaTypeErrors.UnsupportedPatch()
                    : new StrategicPatch(Map(await ReadAsync(request, duplicates)), schema) { Duplicates = duplicates };
            case "application/json-patch+json":
                return new JsonPatch(Operations(await ReadAsync(request, duplicates)));
            default:
                throw schema is null ? MediaTypeErrors.UnsupportedPatch() : MediaTypeErrors.NotAPatch();
        }
    }

    /// <summary>Returns the patched object; may change the given one.</summary>
    public abstract JsonObject Apply(JsonObject current);

    /// <summary>Whether the server patches the object in memory, without decoding the result.</summary>
    public virtual bool ConvertsOutcome => false;

    /// <summary>The patch or the result in the message of an invalid result.</summary>
    public virtual string Show(JsonObject patched) => JsonText.ToText(patched);

    private static JsonObject Map(JsonNode? value) =>
        value as JsonObject
            ?? throw ApiErrors.BadRequest($"json: cannot unmarshal {GoText.JsonKind(value)} into Go value of type map[string]interface {{}}");

    private static JsonArray Operations(JsonNode? value)
    {
        var operations = value as JsonArray
            ?? throw ApiErrors.BadRequest($"json: cannot unmarshal {GoText.JsonKind(value)} into Go value of type []handlers.jsonPatchOp");
        foreach (var operation in operations)
        {
            if (operation is not (null or JsonObject))
            {
                throw ApiErrors.BadRequest($"json: cannot unmarshal {GoText.JsonKind(operation)} into Go value of type handlers.jsonPatchOp");
            }

            foreach (var (name, member) in operation as JsonObject ?? [])
            {
                if (name is "op" or "path" or "from" && member is not null && GoText.JsonKind(member) != "string")
                {
                    throw ApiErrors.BadRequest($"json: cannot unmarshal {GoText.JsonKind(member)} into Go struct field jsonPatchOp.{name} of type string");
                }
            }
        }

        return operations;
    }

    private static async Task<JsonNode?> ReadAsync(HttpRequest request, ICollection<string> duplicates)
    {
        var bytes = await Body.ReadAsync(request);
        try
        {
            return JsonText.Parse(bytes, duplicates);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw ApiErrors.BadRequest(JsonSyntaxError.For(bytes));
        }
    }
}
