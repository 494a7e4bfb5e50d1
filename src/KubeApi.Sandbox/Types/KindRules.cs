using KubeApi.Sandbox.Json;

namespace KubeApi.Sandbox.Types;

/// <summary>The rules that differ by kind, one row of `Data/kinds.json`.</summary>
internal sealed record KindRules
{
    private static readonly Lazy<JsonObject> s_table = new(() => Recorded.Table("kinds.json"));

    /// <summary>False for reviews and bindings, which are not stored.</summary>
    public bool IsStored { get; private init; } = true;

    /// <summary>Whether its lists have a resourceVersion. False for objects that a real server computes on request.</summary>
    public bool IsVersioned { get; private init; } = true;

    /// <summary>Whether metadata.generation grows with every change outside of metadata and status.</summary>
    public bool HasGeneration { get; private init; }

    /// <summary>Whether a delete returns the object instead of a Status.</summary>
    public bool ReturnsDeleted { get; private init; }

    /// <summary>Whether a replace requires a resourceVersion.</summary>
    public bool NeedsVersion { get; private init; }

    /// <summary>The path of finalizers outside of the metadata.</summary>
    public string? Finalizers { get; private init; }

    /// <summary>The warning of a delete without a propagation policy, which orphans the dependents.</summary>
    public string? OrphanWarning { get; private init; }

    /// <summary>Whether a delete without a propagation policy orphans the dependents.</summary>
    public bool OrphansByDefault { get; private init; }

    /// <summary>Whether a replace creates a missing object (a real server's `AllowCreateOnUpdate`).</summary>
    public bool CreatesOnUpdate { get; private init; }

    public bool KeepsStatusOnCreate { get; private init; }

    /// <summary>Paths in metadata and status that a write of the status does not change.</summary>
    public IReadOnlyList<string> StatusKeeps { get; private init; } = [];

    public NameRule NameRule { get; private init; } = NameRule.Subdomain;

    /// <summary>The deprecation warning of every response.</summary>
    public string? Deprecated { get; private init; }

    /// <summary>The fields that selectors support besides metadata.name and metadata.namespace, with their default values.</summary>
    public IReadOnlyDictionary<string, string> Fields { get; private init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The paths of selectable fields whose label is not their path.</summary>
    public IReadOnlyDictionary<string, string> FieldPaths { get; private init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Default values, in the syntax of `Strategies/Defaults.cs`.</summary>
    public JsonObject? Defaults { get; private init; }

    /// <summary>Values that the server adds afterwards, without an owner.</summary>
    public JsonObject? Added { get; private init; }

    /// <summary>Paths that an update cannot change.</summary>
    public IReadOnlyList<string> Immutable { get; private init; } = [];

    /// <summary>Paths that an update cannot change once the object's own field `immutable` is true.</summary>
    public IReadOnlyList<string> Freezes { get; private init; } = [];

    /// <summary>The path of the pod spec.</summary>
    public string? PodSpec { get; private init; }

    /// <summary>The defaults of every pod spec.</summary>
    public static JsonObject PodSpecDefaults => (JsonObject)s_table.Value["@podSpec"]!;

    /// <summary>The rules of a custom resource.</summary>
    /// <param name="selectable">The paths of the definition's selectable fields.</param>
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
            CreatesOnUpdate = row["createsOnUpdate"]?.GetValue<bool>() ?? false,
            Finalizers = row.StringAt("finalizers"),
            OrphansByDefault = row["orphans"] is not null,
            OrphanWarning = row.StringAt("orphans"),
            NameRule = NameRule.Named(row.StringAt("name")),
            PodSpec = row.StringAt("podSpec"),
            Deprecated = row.StringAt("deprecated"),
            Fields = Map(row["fields"]),
            FieldPaths = Map(row["fieldPaths"]),
            Defaults = row["defaults"] as JsonObject,
            Immutable = row["immutable"].Texts(),
            Freezes = row["freezes"].Texts(),
            Added = row["added"] as JsonObject,
        };
    }

    private static Dictionary<string, string> Map(JsonNode? node) =>
        node is JsonObject map
            ? map.ToDictionary(entry => entry.Key, entry => entry.Value!.GetValue<string>(), StringComparer.Ordinal)
            : new Dictionary<string, string>(StringComparer.Ordinal);
}
