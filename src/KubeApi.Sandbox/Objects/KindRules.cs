using System.Text.Json.Nodes;

namespace KubeApi.Sandbox.Objects;

/// <summary>What truly differs per kind, one row of `Data/kinds.json`.</summary>
internal sealed record KindRules
{
    private static readonly Lazy<JsonObject> s_table = new(() => Recorded.Table("kinds.json"));

    /// <summary>False for reviews and bindings: created, answered, and not kept.</summary>
    public bool IsStored { get; private init; } = true;

    /// <summary>Its lists have a resourceVersion. False for what a real server makes up when it is asked.</summary>
    public bool IsVersioned { get; private init; } = true;

    /// <summary>metadata.generation is kept and grows with every change outside of metadata and status.</summary>
    public bool HasGeneration { get; private init; }

    /// <summary>A delete answers the object itself, not a Status.</summary>
    public bool ReturnsDeleted { get; private init; }

    /// <summary>A replace must say which version it replaces.</summary>
    public bool NeedsVersion { get; private init; }

    /// <summary>Where else than in metadata the kind has finalizers.</summary>
    public string? Finalizers { get; private init; }

    /// <summary>What a delete is warned of that does not say what becomes of the dependents: they stay.</summary>
    public string? OrphanWarning { get; private init; }

    /// <summary>A delete that does not say what becomes of the dependents keeps them.</summary>
    public bool OrphansByDefault { get; private init; }

    /// <summary>A replace of what is not there creates it (a real server's `AllowCreateOnUpdate`).</summary>
    public bool CreatesOnUpdate { get; private init; }

    public bool KeepsStatusOnCreate { get; private init; }

    /// <summary>What else of an object a write of its status leaves as it is: places in its metadata and its status.</summary>
    public IReadOnlyList<string> StatusKeeps { get; private init; } = [];

    /// <summary>Where a real server keeps the objects, as some of its messages say; the resource, where it is that.</summary>
    public string? StorageKey { get; private init; }

    public NameRule NameRule { get; private init; } = NameRule.Subdomain;

    /// <summary>The text of the deprecation warning that every answer carries.</summary>
    public string? Deprecated { get; private init; }

    /// <summary>The fields a selector may name beside metadata.name and metadata.namespace, with the value of an absent field.</summary>
    public IReadOnlyDictionary<string, string> Fields { get; private init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Where a selectable field lies, when its label is not its path.</summary>
    public IReadOnlyDictionary<string, string> FieldPaths { get; private init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Values for what the client left out, as <see cref="Objects.Defaults"/> reads them.</summary>
    public JsonObject? Defaults { get; private init; }

    /// <summary>What the server adds after that on its own account, and nobody owns.</summary>
    public JsonObject? Added { get; private init; }

    /// <summary>What else is asked of the objects of the kind.</summary>
    public KindChecks Checks { get; private init; } = new([]);

    /// <summary>Where the kind has the spec of its pods.</summary>
    public string? PodSpec { get; private init; }

    /// <summary>Where a kind has volumes for its pods beside those of the spec: a list of claims.</summary>
    public string? OtherVolumes { get; private init; }

    /// <summary>What every pod spec is completed with.</summary>
    public static JsonObject PodSpecDefaults => (JsonObject)s_table.Value["@podSpec"]!;

    /// <summary>The rules of a custom resource.</summary>
    /// <param name="selectable">The paths of the fields that its definition lets selectors name.</param>
    public static KindRules Custom(string? deprecated, IEnumerable<string> selectable) => new()
    {
        HasGeneration = true,
        NeedsVersion = true,
        StatusKeeps = ["metadata"],
        Deprecated = deprecated,
        Fields = selectable.ToDictionary(path => path, _ => "", StringComparer.Ordinal),
    };

    public static KindRules For(string qualifiedResource)
    {
        if (s_table.Value[qualifiedResource] is not JsonObject row)
        {
            return new KindRules();
        }

        return new KindRules
        {
            IsStored = row["stored"]?.GetValue<bool>() ?? true,
            IsVersioned = row["versioned"]?.GetValue<bool>() ?? true,
            HasGeneration = row["generation"]?.GetValue<bool>() ?? false,
            ReturnsDeleted = row["returnsDeleted"]?.GetValue<bool>() ?? false,
            NeedsVersion = row["needsVersion"]?.GetValue<bool>() ?? false,
            KeepsStatusOnCreate = row["keepsStatusOnCreate"]?.GetValue<bool>() ?? false,
            StatusKeeps = row["statusKeeps"].Texts(),
            StorageKey = row.StringAt("storageKey"),
            CreatesOnUpdate = row["createsOnUpdate"]?.GetValue<bool>() ?? false,
            Finalizers = row.StringAt("finalizers"),
            OrphansByDefault = row["orphans"] is not null,
            OrphanWarning = row.StringAt("orphans"),
            NameRule = NameRule.Named(row.StringAt("name")),
            PodSpec = row.StringAt("podSpec"),
            OtherVolumes = row.StringAt("otherVolumes"),
            Deprecated = row.StringAt("deprecated"),
            Fields = Map(row["fields"]),
            FieldPaths = Map(row["fieldPaths"]),
            Defaults = row["defaults"] as JsonObject,
            Checks = new KindChecks(row),
            Added = row["added"] as JsonObject,
        };
    }

    private static Dictionary<string, string> Map(JsonNode? node) =>
        node is JsonObject map
            ? map.ToDictionary(entry => entry.Key, entry => entry.Value!.GetValue<string>(), StringComparer.Ordinal)
            : new Dictionary<string, string>(StringComparer.Ordinal);
}
