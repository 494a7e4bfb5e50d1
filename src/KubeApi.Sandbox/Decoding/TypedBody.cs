using KubeApi.Sandbox.Errors;
using KubeApi.Sandbox.Json;
using KubeApi.Sandbox.Patches;
using KubeApi.Sandbox.Protocol;
using KubeApi.Sandbox.Schemas;
using KubeApi.Sandbox.Strategies;
using KubeApi.Sandbox.Types;

namespace KubeApi.Sandbox.Decoding;

/// <summary>Reads the objects of requests: validates them by their schema, and adds its defaults.</summary>
internal sealed class TypedBody(SchemaCatalog schemas)
{
    /// <summary>The object in the body of a create or a replace.</summary>
    public async Task<JsonObject> ReadAsync(ApiRequest api, ResourceType type)
    {
        var (value, duplicates) = await Body.ReadSentAsync(api.Http.Request, type.Kind, type.IsCustom);
        // An object of another kind than the path's is first decoded as that kind, then rejected.
        var (kind, apiVersion) = (value.StringAt("kind") ?? type.Kind, value.StringAt("apiVersion") ?? type.ApiVersion);
        var slash = apiVersion.IndexOf('/', StringComparison.Ordinal);
        var (group, version) = (slash < 0 ? "" : apiVersion[..slash], apiVersion[(slash + 1)..]);
        var isOfType = kind == type.Kind && apiVersion == type.ApiVersion;
        RequireKnown(type, value, kind, apiVersion, version, isOfType || schemas.Knows(group, version, kind) || (apiVersion, kind) == ("v1", "List"));
        Decode(
            new FieldValidation(api),
            value,
            isOfType ? type.Schema : schemas.For(group, version, kind),
            isOfType ? type.Custom : null,
            duplicates,
            message => ApiErrors.BadRequest($"{kind} in version {ApiErrors.Quote(version)} cannot be handled as a {type.Kind}: {message}"));
        if (!type.IsCustom && kind != type.Kind)
        {
            throw ApiErrors.BadRequest(
                $"{kind} in version {ApiErrors.Quote(version)} cannot be handled as a {type.Kind}: converting ({version}.{kind}) to ({type.GoName}): "
                    + "unknown conversion");
        }

        ObjectKind.Check(value, type.ApiVersion, type.Kind);
        Complete(type, value);
        return value;
    }

    // An unknown kind is rejected at once.
    private static void RequireKnown(ResourceType type, JsonObject value, string kind, string apiVersion, string version, bool isKnown)
    {
        if (type.IsCustom)
        {
            if (value.StringAt("apiVersion") != type.ApiVersion)
            {
                throw ApiErrors.BadRequest(
                    $"the API version in the data ({value.StringAt("apiVersion")}) does not match the expected API version ({type.ApiVersion})");
            }

            if (kind != type.Kind)
            {
                throw ApiErrors.Invalid(
                    kind, type.Group, value.StringAt("metadata.name")
                        ?? "", [ApiErrors.InvalidValue("kind", ApiErrors.Quote(kind), $"must be {type.Kind}")]);
            }
        }
        else if (!isKnown)
        {
            var why = $"no kind {ApiErrors.Quote(kind)} is registered for version {ApiErrors.Quote(apiVersion)} in scheme "
                + "\"pkg/runtime/scheme.go:111\"";
            throw ApiErrors.BadRequest($"{kind} in version {ApiErrors.Quote(version)} cannot be handled as a {type.Kind}: {why}");
        }
    }

    /// <summary>Decodes the result of a patch.</summary>
    public static void Accept(FieldValidation validation, ResourceType type, JsonObject patched, Patch patch)
    {
        Decode(
            validation, patched, type.Schema, type.Custom, patch.Duplicates, message => ApiErrors.InvalidPatch(patch.Show(patched), message),
            patch.ConvertsOutcome);
        Complete(type, patched);
    }

    /// <summary>Decodes the result of an apply, whose fields are already validated.</summary>
    public static void Accept(FieldValidation validation, ResourceType type, JsonObject applied)
    {
        Decode(validation, applied, type.Schema, type.Custom, [], ApiErrors.BadRequest, isConverted: true);
        Complete(type, applied);
    }

    /// <summary>Adds the defaults of decoding, which the writer owns.</summary>
    public static void Complete(ResourceType type, JsonObject value)
    {
        if (type.Custom is { } custom)
        {
            CustomShape.Fill(value, custom.Schema);
            TypedForm.Read(type, value);
            return;
        }

        TypedForm.Decode(type, value);
        SchemaDefaults.FillObjects(value, type.Schema);
        KindStrategy.ApplyDefaults(type, value);
        SchemaDefaults.Fill(value, type.Schema);
        if (type.Rules.Defaults is { } defaults)
        {
            Defaults.Apply(value, defaults);
        }

        if (type.Rules.PodSpec is { } path && value.At(path) is JsonObject podSpec)
        {
            KindStrategy.CompletePodSpec(podSpec);
        }

        TypedForm.Read(type, value);
    }

    /// <summary>Rejects values that do not have the type of their schema.</summary>
    public static void Check(JsonObject value, Schema schema, string kind)
    {
        try
        {
            ObjectDecoder.Decode(value, schema);
        }
        catch (FormatException exception)
        {
            throw ApiErrors.BadRequest(
                $"{kind} in version {ApiErrors.Quote(value.StringAt("apiVersion")?.Split('/')[^1] ?? "")} cannot be handled as a {kind}: "
                    + $"{exception.Message}");
        }
    }

    private static void Decode(
        FieldValidation validation, JsonObject value, Schema schema, CustomRules? custom, IReadOnlyList<string> duplicates,
        Func<string, StatusException> refusal, bool isConverted = false)
    {
        try
        {
            var unknown = custom is null ? ObjectDecoder.Decode(value, schema, isConverted) : DecodeCustom(value, schema, custom);
            validation.Report([.. duplicates.Select(FieldValidation.Duplicate), .. unknown.Select(FieldValidation.Unknown)], refusal);
        }
        catch (FormatException exception)
        {
            throw refusal(exception.Message);
        }
    }

    // Only the metadata is typed; the rest is validated later.
    private static IReadOnlyList<string> DecodeCustom(JsonObject value, Schema schema, CustomRules custom)
    {
        IEnumerable<string> unknown = [];
        if (value["metadata"] is JsonObject metadata)
        {
            unknown = ObjectDecoder.Decode(metadata, schema.Fields["metadata"].Type).Select(place => "metadata." + place);
        }
        else
        {
            var wrapped = new JsonObject { ["metadata"] = value["metadata"]?.DeepClone() };
            ObjectDecoder.Decode(wrapped, schema);
            value["metadata"] = wrapped["metadata"]?.DeepClone();
        }

        GoNumbers.Normalize(value);
        return [.. unknown, .. CustomShape.Prune(value, custom.Schema)];
    }
}
