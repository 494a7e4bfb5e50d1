using KubeApi.Sandbox.Errors;
using KubeApi.Sandbox.Json;
using KubeApi.Sandbox.Schemas;

namespace KubeApi.Sandbox.Patches;

/// <summary>RFC 6902: a list of operations that all succeed or all fail.</summary>
internal sealed class JsonPatch(JsonArray operations) : Patch
{
    // The limits of a real server for the number of operations and for the bytes that they copy.
    private const int LargestCount = 10_000;
    private const long LargestCopies = 3 * 1024 * 1024;

    /// <summary>The server decodes only the patched parts of the object, and writes those sorted by key.</summary>
    public override string Show(JsonObject patched)
    {
        var shown = (JsonObject)patched.DeepClone();
        MapOrder.SortMembers(shown);
        foreach (var place in operations.OfType<JsonObject>().SelectMany(operation => new[] { operation["path"], operation["from"] }).OfType<JsonValue>())
        {
            JsonPointer.Parse(place.ToString()).SortPath(shown);
        }

        return base.Show(shown);
    }

    public override JsonObject Apply(JsonObject current)
    {
        if (operations.Count > LargestCount)
        {
            throw ApiErrors.TooManyOperations(LargestCount, operations.Count);
        }

        JsonNode? document = current;
        var copied = 0L;
        foreach (var operation in operations)
        {
            document = Apply(document, operation as JsonObject ?? throw ApiErrors.PatchFailed(), ref copied);
        }

        return document as JsonObject ?? throw ApiErrors.PatchFailed();
    }

    private static JsonNode? Apply(JsonNode? document, JsonObject operation, ref long copied)
    {
        var path = Pointer(operation, "path");
        switch (Text(operation, "op"))
        {
            case "add":
                return path.Add(document, Value(operation));
            case "remove":
                return path.Remove(document);
            case "replace":
                return path.Replace(document, Value(operation));
            case "copy":
                var source = Pointer(operation, "from").Get(document);
                copied += source is null ? 0 : JsonText.ToBytes(source).Length;
                return copied > LargestCopies ? throw ApiErrors.PatchFailed() : path.Add(document, source?.DeepClone());
            case "move":
                var from = Pointer(operation, "from");
                var moved = from.Get(document)?.DeepClone();
                return path.Add(from.Remove(document), moved);
            case "test":
                return JsonNode.DeepEquals(path.Get(document), Value(operation)) ? document : throw ApiErrors.PatchFailed();
            default:
                throw ApiErrors.PatchFailed();
        }
    }

    private static JsonPointer Pointer(JsonObject operation, string name) => JsonPointer.Parse(Text(operation, name));

    private static string Text(JsonObject operation, string name) =>
        operation[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : throw ApiErrors.PatchFailed();

    // A missing value is null.
    private static JsonNode? Value(JsonObject operation) => operation["value"]?.DeepClone();
}
