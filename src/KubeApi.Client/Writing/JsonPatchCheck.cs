using System.Globalization;
using System.Text.Json.Nodes;

namespace KubeApi.Client.Writing;

/// <summary>
/// Runs a JSON patch (RFC 6902) on a copy, to find the operation that a server rejected: the server does not report which one. Pure; messages show no values of
/// the object.
/// </summary>
internal sealed class JsonPatchCheck
{
    private const string Root = "root";

    // The document is a member of another object, so that its root has a parent, too.
    private readonly JsonObject _root;

    private JsonPatchCheck(JsonNode? document) => _root = new JsonObject { [Root] = document?.DeepClone() };

    /// <summary>The first operation that fails: its index, and the reason; null if all succeed.</summary>
    public static (int Index, string Fault)? Find(JsonNode? document, JsonArray operations)
    {
        var trial = new JsonPatchCheck(document);
        for (var i = 0; i < operations.Count; i++)
        {
            if (trial.Run(operations[i] as JsonObject ?? []) is { } fault)
            {
                return (i, fault);
            }
        }

        return null;
    }

    /// <summary>The operation for messages: <c>test /data/colour</c>.</summary>
    public static string Describe(JsonNode? operation) =>
        operation is JsonObject o ? $"{Text(o, "op") ?? "…"} {Text(o, "path") ?? "…"}" : "…";

    private string? Run(JsonObject operation)
    {
        if (Text(operation, "path") is not { } path)
        {
            return "it has no path";
        }

        var op = Text(operation, "op");
        return op switch
        {
            "add" or "replace" or "test" when !operation.ContainsKey("value") => "it has no value",
            "add" => Add(path, operation["value"]),
            "remove" => Take(path, out _),
            "replace" => Replace(path, operation["value"]),
            "test" => Test(path, operation["value"]),
            "move" or "copy" when Text(operation, "from") is not { } => "it has no from",
            "move" => Take(Text(operation, "from")!, out var moved) ?? Add(path, moved),
            "copy" => Find(Text(operation, "from")!, out var copied) ? Add(path, copied) : MissingPath(Text(operation, "from")!),
            _ => "its op is not one of add, remove, replace, move, copy and test",
        };
    }

    private string? Test(string path, JsonNode? value) =>
        !Find(path, out var found) ? value is null ? null : MissingPath(path)
        : JsonNode.DeepEquals(found, value) ? null : "the value differs";

    // As in the server, a missing member equals null.
    private string? Replace(string path, JsonNode? value) => Parent(path).Parent is JsonObject ? Add(path, value) : Take(path, out _) ?? Add(path, value);

    private string? Add(string path, JsonNode? value)
    {
        var (parent, key) = Parent(path);
        switch (parent)
        {
            case JsonObject o:
                o[key] = value?.DeepClone();
                return null;
            case JsonArray list when (key == "-" ? list.Count : IndexOf(key, list.Count + 1)) is { } index:
                list.Insert(index, value?.DeepClone());
                return null;
            case JsonArray list:
                return $"the list has {list.Count} items and no index {key}";
            default:
                return MissingPath(path[..Math.Max(0, path.LastIndexOf('/'))]);
        }
    }

    private string? Take(string path, out JsonNode? value)
    {
        var (parent, key) = Parent(path);
        if (!Child(parent, key, out value))
        {
            return MissingPath(path);
        }

        if (parent is JsonObject o)
        {
            o.Remove(key);
        }
        else if (parent is JsonArray list)
        {
            list.RemoveAt(IndexOf(key, list.Count)!.Value);
        }

        return null;
    }

    private bool Find(string path, out JsonNode? value)
    {
        var (parent, key) = Parent(path);
        return Child(parent, key, out value);
    }

    private (JsonNode? Parent, string Key) Parent(string path)
    {
        string[] keys =
        [
            Root, .. path.Split('/').Skip(1).Select(k => k.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal))
        ];
        return (keys[..^1].Aggregate((JsonNode?)_root, (node, key) => Child(node, key, out var child) ? child : null), keys[^1]);
    }

    private static bool Child(JsonNode? parent, string key, out JsonNode? child)
    {
        child = null;
        switch (parent)
        {
            case JsonObject o:
                return o.TryGetPropertyValue(key, out child);
            case JsonArray list when IndexOf(key, list.Count) is { } index:
                child = list[index];
                return true;
            default:
                return false;
        }
    }

    // As in the server, -1 is the last item.
    private static int? IndexOf(string key, int count) =>
        int.TryParse(key, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var index) && index >= -count && index < count
            ? index < 0 ? index + count : index
            : null;

    private static string? Text(JsonObject operation, string name) =>
        operation[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    private static string MissingPath(string path) => $"{(path.Length > 0 ? path : "the root")} does not exist";
}
