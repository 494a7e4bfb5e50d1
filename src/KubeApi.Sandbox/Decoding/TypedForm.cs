using System.Text.Json;
using System.Text.Json.Nodes;
using KubeApi.Sandbox.Discovery;
using KubeApi.Sandbox.Protobuf;

namespace KubeApi.Sandbox.Decoding;

/// <summary>
/// An object as a server writes it that has read it into a type of its own: the fields in the order of the type, without those that are empty, and
/// with those that are written even then. Of custom objects only the metadata have one.
/// </summary>
internal sealed class TypedForm
{
    private readonly bool _isStored;
    private readonly bool _keepsLists;

    private TypedForm(bool isStored, bool keepsLists = false) => (_isStored, _keepsLists) = (isStored, keepsLists);

    /// <summary>As <see cref="Read"/>, before the defaults: an empty list is there and gets none, a zero is not.</summary>
    public static void Decode(ResourceType type, JsonObject value) => new TypedForm(isStored: false, keepsLists: true).Apply(type, value);

    /// <summary>Changes an object that was sent, in place. What is of another type than its field is left alone.</summary>
    public static void Read(ResourceType type, JsonObject value) => new TypedForm(isStored: false).Apply(type, value);

    /// <summary>Changes an object that shall be stored: there is no telling an empty list any more from none.</summary>
    public static void Store(ResourceType type, JsonObject value) => new TypedForm(isStored: true).Apply(type, value);

    /// <summary>As <see cref="Store(ResourceType, JsonObject)"/>, for a built-in kind.</summary>
    public static void Store(string apiVersion, string kind, JsonObject value) => new TypedForm(isStored: true).Apply(apiVersion, kind, value);

    private void Apply(ResourceType type, JsonObject value)
    {
        if (!type.IsCustom)
        {
            Apply(type.ApiVersion, type.Kind, value);
        }
        else if (value["metadata"] is JsonObject metadata)
        {
            Members(metadata, "meta.v1.ObjectMeta");
        }
    }

    private void Apply(string apiVersion, string kind, JsonObject value)
    {
        if (MessageTable.Root(apiVersion, kind) is { } root)
        {
            Members(value, root);
        }
    }

    private void Members(JsonObject map, string type)
    {
        var names = new List<string>();
        Members(map, type, names);
        var places = names.Where(map.ContainsKey).Select((name, place) => (name, place)).ToDictionary(
            pair => pair.name, pair => pair.place, StringComparer.Ordinal);
        // What the type does not say, as the kind, comes first.
        var ordered = map.OrderBy(member => places.GetValueOrDefault(member.Key, -1)).ToList();
        if (!ordered.Select(member => member.Key).SequenceEqual(map.Select(member => member.Key), StringComparer.Ordinal))
        {
            map.Clear();
            ordered.ForEach(map.Add);
        }
    }

    private void Members(JsonObject map, string type, List<string> names)
    {
        foreach (var field in MessageTable.Fields(type)!.Values)
        {
            if (field.Shape == ProtobufFieldShape.Inlined)
            {
                Members(map, field.Type, names);
                continue;
            }

            names.Add(field.Name);
            Member(map, field);
        }
    }

    private void Member(JsonObject map, ProtobufField field)
    {
        var value = map[field.Name];
        if (IsEmpty(value, field))
        {
            // An object that is no reference is there, whatever is in it.
            if (!field.IsAlways && !IsEmbedded(field))
            {
                Drop(map, field.Name);
                return;
            }

            if (_isStored || value is not (JsonArray or JsonObject))
            {
                value = map[field.Name] = Zero(field);
            }
        }

        if (!HasFields(field.Type))
        {
            return;
        }

        IEnumerable<JsonNode?> objects = (field.Shape, value) switch
        {
            (ProtobufFieldShape.List, JsonArray items) => items,
            (ProtobufFieldShape.Map, JsonObject entries) => entries.Select(entry => entry.Value),
            _ => [value],
        };
        foreach (var item in objects.OfType<JsonObject>().ToList())
        {
            Members(item, field.Type);
        }
    }

    // No owners at all are a change of the owners; what has come of that is written.
    private static void Drop(JsonObject map, string name)
    {
        if (name != "managedFields" || map[name] is null)
        {
            map.Remove(name);
        }
    }

    // What is set is never empty where that can be told from what is not.
    private bool IsEmpty(JsonNode? value, ProtobufField field) => field.Shape switch
    {
        _ when value is null => true,
        ProtobufFieldShape.List => !_keepsLists && value is JsonArray { Count: 0 },
        ProtobufFieldShape.Map => !_keepsLists && value is JsonObject { Count: 0 },
        ProtobufFieldShape.Optional => false,
        _ => field.Type is "s" or "b" or "t" or "i" or "d" && value is JsonValue && value.GetValueKind() switch
        {
            JsonValueKind.String => value.GetValue<string>().Length == 0,
            JsonValueKind.Number => value.ToJsonString() == "0",
            JsonValueKind.False => true,
            _ => false,
        },
    };

    // When an object was created is the one field of these that may be missing.
    private static bool IsEmbedded(ProtobufField field) =>
        field is { Shape: ProtobufFieldShape.Value, Type: not ("s" or "b" or "t" or "i" or "d" or "runtime.RawExtension"), Name: not "creationTimestamp" };

    private static JsonNode? Zero(ProtobufField field) => (field.Shape, field.Type) switch
    {
        (not ProtobufFieldShape.Value, _) or (_, "b" or "meta.v1.Time" or "meta.v1.MicroTime" or "runtime.RawExtension") => null,
        (_, "s") => "",
        (_, "t") => false,
        (_, "i" or "d" or "util.intstr.IntOrString") => 0,
        (_, "api.resource.Quantity") => "0",
        _ => new JsonObject(),
    };

    private static bool HasFields(string type) => type is not ("meta.v1.FieldsV1" or "runtime.RawExtension") && MessageTable.Fields(type) is not null;
}
