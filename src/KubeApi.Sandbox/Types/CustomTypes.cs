using System.Collections.Frozen;
using KubeApi.Sandbox.Json;
using KubeApi.Sandbox.Schemas;
using KubeApi.Sandbox.Tables;

namespace KubeApi.Sandbox.Types;

/// <summary>The resource types of a definition.</summary>
/// <param name="Served">One for each served version; empty before the definition is established.</param>
/// <param name="Stored">The type of the storage version, served or not; null before the definition is established.</param>
internal sealed record CustomTypes(CustomDefinition Definition, IReadOnlyList<ResourceType> Served, ResourceType? Stored)
{
    /// <summary>In the order of a real server.</summary>
    public static IReadOnlyList<string> Verbs { get; } = ["delete", "deletecollection", "get", "list", "patch", "create", "update", "watch"];

    public static IReadOnlyList<string> SubresourceVerbs { get; } = ["get", "patch", "update"];

    public static CustomTypes Of(CustomDefinition definition, SchemaCatalog schemas)
    {
        if (!definition.IsEstablished)
        {
            return new CustomTypes(definition, [], null);
        }

        var types = definition.Versions.Select(version => Of(definition, version, schemas)).ToList();
        return new CustomTypes(definition, [.. types.Where(type => type.Custom!.Version.IsServed)], types.Find(type => type.Custom!.Version.IsStorage));
    }

    private static ResourceType Of(CustomDefinition definition, CustomVersion version, SchemaCatalog schemas)
    {
        var deprecation = version.DeprecationWarning ?? $"{definition.Group}/{version.Name} {definition.Kind} is deprecated";
        return new ResourceType(
            definition.Group, version.Name, definition.Plural, definition.Kind, definition.IsNamespaced, Verbs.ToFrozenSet(StringComparer.Ordinal))
        {
            ListKind = definition.ListKind,
            Rules = KindRules.Custom(version.IsDeprecated ? deprecation : null, version.SelectableFields),
            Columns = new CustomColumns(version.Columns),
            Custom = new CustomRules(definition, version, definition.KeepsUnknown ? null : version.Schema),
            SchemaSource = new Lazy<Schema>(() => Read(definition, version, schemas)),
            Subresources = Subresources(definition, version).ToFrozenDictionary(subresource => subresource.Name, StringComparer.Ordinal),
        };
    }

    private static IEnumerable<SubresourceType> Subresources(CustomDefinition definition, CustomVersion version)
    {
        var verbs = SubresourceVerbs.ToFrozenSet(StringComparer.Ordinal);
        if (version.HasStatus)
        {
            yield return new SubresourceType("status", definition.Group, version.Name, definition.Kind, verbs);
        }

        if (version.Scale is not null)
        {
            yield return new SubresourceType("scale", "autoscaling", "v1", "Scale", verbs);
        }
    }

    // For ownership: the fields, and the defaults of list keys. The metadata is always the built-in one.
    private static Schema Read(CustomDefinition definition, CustomVersion version, SchemaCatalog schemas)
    {
        var unknown = schemas.Unknown(definition.Kind);
        if (version.Schema is null || definition.KeepsUnknown)
        {
            return unknown;
        }

        using var document = JsonDocument.Parse(JsonText.ToBytes(version.Schema), new JsonDocumentOptions { MaxDepth = JsonText.MaxDepth });
        var schema = new SchemaReader(default).Read(document.RootElement, definition.Kind);
        var fields = new Dictionary<string, SchemaField>(schema.Fields, StringComparer.Ordinal) { ["metadata"] = unknown.Fields["metadata"] };
        foreach (var name in (string[])["apiVersion", "kind"])
        {
            fields[name] = new SchemaField(new Schema(SchemaShape.Scalar, "string"), null, false, [], null);
        }

        return schema with { Shape = SchemaShape.Struct, Fields = fields, Element = schema.Shape == SchemaShape.Struct ? schema.Element : Schema.Anything };
    }
}
