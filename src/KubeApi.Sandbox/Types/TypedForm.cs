using KubeApi.Sandbox.Protobuf;

namespace KubeApi.Sandbox.Types;

/// <summary>
/// Normalizes an object like a server that decodes it into a Go struct and encodes it again: fields in the order of the struct, without empty ones except those
/// that are always written. Only the metadata of custom objects has a struct.
/// </summary>
internal sealed class TypedForm
{
    private readonly bool _isStored;
    private readonly bool _keepsLists;

    private TypedForm(bool isStored, bool keepsLists = false) => (_isStored, _keepsLists) = (isStored, keepsLists);

    /// <summary>As <see cref="Read"/>, before the defaults: an empty list counts as present, a zero as missing.</summary>
    public static void Decode(ResourceType type, JsonObject value) => new TypedForm(isStored: false, keepsLists: true).Apply(type, value);

    /// <summary>Changes a received object in place. Values of another type than their field are skipped.</summary>
    public static void Read(ResourceType type, JsonObject value) => new TypedForm(isStored: false).Apply(type, value);

    /// <summary>Changes an object before it is stored: empty lists are dropped.</summary>
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
        // Fields outside of the struct, such as kind, come first.
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
            // A struct that is not a pointer is always present.
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

    // An empty list of owners is a change of the owners, so its result is written.
    private static void Drop(JsonObject map, string name)
    {
        if (name != "managedFields" || map[name] is null)
        {
            map.Remove(name);
        }
    }

    // A field that distinguishes set from unset is never empty when set.
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

    // creationTimestamp is the only one of these fields that may be missing.
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
