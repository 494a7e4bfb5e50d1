using System.Buffers;
using KubeApi.Sandbox.Json;
using KubeApi.Sandbox.Types;

namespace KubeApi.Sandbox.Store;

/// <summary>One version of one object: immutable, and stored as the bytes that go on the wire.</summary>
internal class StoredObject
{
    private static readonly Dictionary<string, string> s_none = new(StringComparer.Ordinal);

    private readonly byte[] _json = [];
    private readonly bool _isCustom;
    private Dictionary<string, string>? _labels;

    public StoredObject(ResourceType type, string? @namespace, string name, string uid, long version, byte[] json)
        : this(type.Key(@namespace, name))
    {
        Namespace = type.IsNamespaced ? @namespace ?? "" : "";
        Name = name;
        Uid = uid;
        Version = version;
        _json = json;
        _isCustom = type.IsCustom;
    }

    private StoredObject(string key) => Key = key;

    private StoredObject(StoredObject other, long version, byte[] json)
        : this(other.Key)
    {
        (Namespace, Name, Uid, Version, _json, _isCustom) = (other.Namespace, other.Name, other.Uid, version, json, other._isCustom);
    }

    /// <summary>Orders as etcd does: `namespace/name`, or the name alone.</summary>
    public string Key { get; }

    public string Namespace { get; } = "";

    public string Name { get; } = "";

    public string Uid { get; } = "";

    /// <summary>The resourceVersion.</summary>
    public long Version { get; }

    /// <summary>`{"metadata":{…},…}`, without kind and apiVersion.</summary>
    public virtual byte[] Json => _json;

    /// <summary>The length of the JSON in bytes.</summary>
    public virtual int Length => _json.Length;

    /// <summary>Parsed on first use and cached, because selectors check every object of a list.</summary>
    public IReadOnlyDictionary<string, string> Labels => _labels ??= ReadLabels();

    public bool IsTerminating => Metadata("deletionTimestamp") is not null;

    /// <summary>A key for a look-up, without an object.</summary>
    public static StoredObject Probe(string key) => new(key);

    /// <summary>Writes the JSON.</summary>
    public virtual void WriteTo(IBufferWriter<byte> writer) => writer.Write(_json);

    /// <summary>The same object in another version.</summary>
    public virtual StoredObject WithVersion(long version)
    {
        var node = ToNode();
        node.Set("metadata.resourceVersion", version.ToString(CultureInfo.InvariantCulture));
        return new StoredObject(this, version, ObjectJson.ToBytes(node, _isCustom));
    }

    /// <summary>Creates a tree that the caller may change.</summary>
    public JsonObject ToNode() => (JsonObject)JsonText.Parse(Json)!;

    /// <summary>A member of the metadata, which comes first, so the rest is not parsed.</summary>
    public JsonNode? Metadata(string member)
    {
        var reader = JsonText.Reader(Json);
        reader.Read();
        return MoveTo(ref reader, "metadata") && reader.TokenType == JsonTokenType.StartObject && MoveTo(ref reader, member)
            ? JsonNode.Parse(ref reader)
            : null;
    }

    /// <summary>The string of a selectable field. Creates no tree, because it is read for every object of a list.</summary>
    public string Field(KindRules rules, string field)
    {
        var reader = JsonText.Reader(Json);
        reader.Read();
        foreach (var part in rules.FieldPaths.GetValueOrDefault(field, field).Split('.'))
        {
            if (reader.TokenType != JsonTokenType.StartObject || !MoveTo(ref reader, part))
            {
                return rules.Fields.GetValueOrDefault(field, "");
            }
        }

        return reader.TokenType switch
        {
            JsonTokenType.String => reader.GetString()!,
            JsonTokenType.StartObject or JsonTokenType.StartArray or JsonTokenType.Null => rules.Fields.GetValueOrDefault(field, ""),
            _ => Encoding.UTF8.GetString(reader.ValueSpan),
        };
    }

    // Reads up to metadata.labels, which comes early; the rest is not parsed.
    private Dictionary<string, string> ReadLabels()
    {
        var reader = JsonText.Reader(Json);
        reader.Read();
        if (!MoveTo(ref reader, "metadata") || reader.TokenType != JsonTokenType.StartObject
            || !MoveTo(ref reader, "labels") || reader.TokenType != JsonTokenType.StartObject)
        {
            return s_none;
        }

        var labels = new Dictionary<string, string>(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            labels[name] = reader.GetString() ?? "";
        }

        return labels;
    }

    private static bool MoveTo(ref Utf8JsonReader reader, string member)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var found = reader.ValueTextEquals(member);
            reader.Read();
            if (found)
            {
                return true;
            }

            reader.Skip();
        }

        return false;
    }
}
