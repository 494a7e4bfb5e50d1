using KubeApi.Sandbox.Json;

namespace KubeApi.Sandbox.Types;

/// <summary>A stored CustomResourceDefinition, parsed once.</summary>
internal sealed class CustomDefinition
{
    private readonly JsonObject _names;

    public CustomDefinition(JsonObject value)
    {
        Name = value.StringAt("metadata.name")!;
        Group = value.StringAt("spec.group")!;
        IsNamespaced = value.StringAt("spec.scope") == "Namespaced";
        IsTerminating = value.At("metadata.deletionTimestamp") is not null;
        IsEstablished = Conditions.IsTrue(value, "Established");
        KeepsUnknown = value.IsTrueAt("spec.preserveUnknownFields");
        _names = value.At("status.acceptedNames") as JsonObject ?? [];
        Versions = [.. VersionsOf(value).Select(version => new CustomVersion(version)).OrderBy(version => version.Name, VersionOrder.NewestFirst)];
    }

    public string Name { get; }

    public string Group { get; }

    public bool IsNamespaced { get; }

    public bool IsTerminating { get; }

    /// <summary>Whether its names are accepted and its objects can be written.</summary>
    public bool IsEstablished { get; }

    public bool KeepsUnknown { get; }

    public string Plural => _names.StringAt("plural") ?? "";

    public string Singular => _names.StringAt("singular") ?? "";

    public string Kind => _names.StringAt("kind") ?? "";

    public string ListKind => _names.StringAt("listKind") ?? "";

    public JsonArray? ShortNames => _names["shortNames"] as JsonArray;

    public JsonArray? Categories => _names["categories"] as JsonArray;

    /// <summary>In the order of discovery: stable versions first, then the newest.</summary>
    public IReadOnlyList<CustomVersion> Versions { get; }

    public static IEnumerable<JsonObject> VersionsOf(JsonObject definition) => definition.ObjectsAt("spec.versions");
}
