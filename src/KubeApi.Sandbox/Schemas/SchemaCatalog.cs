using System.Collections.Concurrent;
using KubeApi.Sandbox.Json;

namespace KubeApi.Sandbox.Schemas;

/// <summary>The schema of every kind, from the recorded OpenAPI documents. A document is read when one of its kinds is first written.</summary>
internal sealed class SchemaCatalog
{
    private readonly ConcurrentDictionary<string, Lazy<SchemaDocument>> _documents = new(StringComparer.Ordinal);

    /// <summary>For a kind without a document, only the metadata is known.</summary>
    public Schema For(string group, string version, string kind) => Find((group, version), group, version, kind) ?? Unknown(kind);

    /// <summary>The kind of a subresource is in the document of its resource, or in that of its own group for a custom resource.</summary>
    public Schema For((string Group, string Version) resource, string group, string version, string kind) =>
        Find(resource, group, version, kind) ?? For(group, version, kind);

    /// <summary>The schema of a kind with only its metadata.</summary>
    public Schema Unknown(string kind) => new Schema(SchemaShape.Struct, kind)
    {
        Element = Schema.Anything,
        Fields = new Dictionary<string, SchemaField>(StringComparer.Ordinal) { ["metadata"] = Find(("", "v1"), "", "v1", "ConfigMap")!.Fields["metadata"] },
    };

    public bool Knows(string group, string version, string kind) => Find((group, version), group, version, kind) is not null;

    private Schema? Find((string Group, string Version) document, string group, string version, string kind)
    {
        var name = document.Group.Length == 0 ? $"openapi/v3/api_{document.Version}.json" : $"openapi/v3/apis_{document.Group}_{document.Version}.json";
        // Unknown and custom groups are not cached.
        return Recorded.Exists(name)
            ? _documents.GetOrAdd(name, key => new Lazy<SchemaDocument>(() => new SchemaDocument(Recorded.Bytes(key)))).Value.Find(group, version, kind)
            : null;
    }
}
