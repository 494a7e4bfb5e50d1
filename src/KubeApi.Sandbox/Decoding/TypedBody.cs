using System.Text.Json.Nodes;
using KubeApi.Sandbox.CustomResources;
using KubeApi.Sandbox.Discovery;
using KubeApi.Sandbox.Errors;
using KubeApi.Sandbox.Http;
using KubeApi.Sandbox.Objects;
using KubeApi.Sandbox.Patches;
using KubeApi.Sandbox.Schemas;

namespace KubeApi.Sandbox.Decoding;

/// <summary>Objects as clients send them, checked against their schema and completed with its defaults.</summary>
internal sealed class TypedBody(SchemaCatalog schemas)
{
    /// <summary>The object in the body of a create or a replace.</summary>
    public async Task<JsonObject> ReadAsync(ApiRequest api, ResourceType type)
    {
        var (value, duplicates) = await Body.ReadSentAsync(api.Http.Request, type.Kind);
        // Of another kind than the path's it is read as that kind first, and then refused.
        var (kind, apiVersion) = (value.StringAt("kind") ?? type.Kind, value.StringAt("apiVersion") ?? type.ApiVersion);
        var slash = apiVersion.IndexOf('/', StringComparison.Ordinal);
        var (group, version) = (slash < 0 ? "" : apiVersion[..slash], apiVersion[(slash + 1)..]);
        var isOfType = kind == type.Kind && apiVersion == type.ApiVersion;
        Decode(
            new FieldValidation(api),
            value,
            isOfType ? type.Schema : schemas.For(group, version, kind),
            isOfType ? type.Custom : null,
            duplicates,
            message => StatusAnswers.BadRequest($"{kind} in version {StatusAnswers.Quote(version)} cannot be handled as a {type.Kind}: {message}"));
        ObjectKind.Check(value, type.ApiVersion, type.Kind);
        Complete(type, value);
        return value;
    }

    /// <summary>Makes an object of what has come of a patch.</summary>
    public static void Accept(FieldValidation validation, ResourceType type, JsonObject patched, Patch patch)
    {
        Decode(validation, patched, type.Schema, type.Custom, patch.Duplicates, message => StatusAnswers.InvalidPatch(patch.Show(patched), message), patch.ConvertsOutcome);
        Complete(type, patched);
    }

    /// <summary>Makes an object of what has come of an apply, whose fields were looked at before.</summary>
    public static void Accept(FieldValidation validation, ResourceType type, JsonObject applied)
    {
        Decode(validation, applied, type.Schema, type.Custom, [], StatusAnswers.BadRequest, isConverted: true);
        Complete(type, applied);
    }

    /// <summary>Fills in what a decoder fills in; whoever writes the object owns it.</summary>
    public static void Complete(ResourceType type, JsonObject value)
    {
        if (type.Custom is { } custom)
        {
            CustomShape.Fill(value, custom.Schema);
            return;
        }

        KindSteps.Read(type, value);
        SchemaDefaults.Fill(value, type.Schema);
        if (type.Rules.Defaults is { } defaults)
        {
            Defaults.Apply(value, defaults);
        }

        if (type.Rules.PodSpec is { } path && value.At(path) is JsonObject podSpec)
        {
            KindSteps.CompletePodSpec(podSpec);
        }

        EmptyMembers.Drop(value, type.Schema);
        // A server has an object in no version of its own: what comes back from there is what was written.
        if (type.Conversion is { } conversion)
        {
            var shown = conversion.Show(conversion.Store(value));
            value.Clear();
            foreach (var (name, member) in shown)
            {
                value[name] = member?.DeepClone();
            }
        }
    }

    /// <summary>Refuses what is of another type than its schema.</summary>
    public static void Check(JsonObject value, Schema schema, string kind)
    {
        try
        {
            ObjectDecoder.Decode(value, schema);
        }
        catch (FormatException exception)
        {
            throw StatusAnswers.BadRequest($"{kind} in version {StatusAnswers.Quote(value.StringAt("apiVersion")?.Split('/')[^1] ?? "")} cannot be handled as a {kind}: {exception.Message}");
        }
    }

    private static void Decode(
        FieldValidation validation, JsonObject value, Schema schema, CustomRules? custom, IReadOnlyList<string> duplicates, Func<string, StatusException> refusal, bool isConverted = false)
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

    // Only the metadata have types here; the rest is looked at when the object is whole.
    private static IReadOnlyList<string> DecodeCustom(JsonObject value, Schema schema, CustomRules custom)
    {
        var metadata = new JsonObject { ["metadata"] = value["metadata"]?.DeepClone() };
        var unknown = ObjectDecoder.Decode(metadata, schema);
        value["metadata"] = metadata["metadata"]?.DeepClone();
        return [.. unknown, .. CustomShape.Prune(value, custom.Schema)];
    }
}
