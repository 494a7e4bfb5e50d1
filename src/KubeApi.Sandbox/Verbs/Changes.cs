using System.Text.Json.Nodes;
using KubeApi.Sandbox.Decoding;
using KubeApi.Sandbox.Errors;
using KubeApi.Sandbox.Json;
using KubeApi.Sandbox.Ownership;
using KubeApi.Sandbox.Patches;
using KubeApi.Sandbox.Protocol;
using KubeApi.Sandbox.Strategies;
using KubeApi.Sandbox.Types;

namespace KubeApi.Sandbox.Verbs;

/// <summary>Computes the new object of a PUT or a PATCH, with its owners.</summary>
internal sealed class Changes(ResourceCatalog catalog, FieldManager fieldManager, TypedBody typedBodies)
{

    public static bool IsApply(ApiRequest api) => api.Info.Verb == "patch" && Body.MediaType(api.Http.Request) == Patch.ApplyType;

    /// <summary>
    /// The change as a function that can be retried after a conflict: from the stored object (a tree with kind and apiVersion) to the new one.
    /// </summary>
    public async Task<Func<JsonObject, JsonObject>> ReadAsync(ApiRequest api, ResourceType type)
    {
        if (IsApply(api))
        {
            var apply = await ReadApplyAsync(api, type);
            return current => apply(current);
        }

        RefuseForce(api);
        var writer = RequestWriter.Of(api);
        if (api.Info.Verb != "patch")
        {
            var body = await ReadNewAsync(api, type);
            ObjectRules.CheckName(body, api.Info.Name);
            return Replacement(api, type, body);
        }

        var validation = new FieldValidation(api);
        var patch = await Patch.ReadAsync(api.Http.Request, type.IsCustom ? null : type.Schema);
        return current =>
        {
            var value = patch.Apply((JsonObject)current.DeepClone());
            CheckIdentity(type, current, value);
            TypedBody.Accept(validation, type, value, patch);
            fieldManager.Update(type, current, value, writer);
            return value;
        };
    }

    /// <summary>The apply in a request's body, from the stored object, or from null if there is none.</summary>
    public async Task<Func<JsonObject?, JsonObject>> ReadApplyAsync(ApiRequest api, ResourceType type)
    {
        var writer = RequestWriter.OfApply(api);
        var validation = new FieldValidation(api);
        var duplicates = new List<string>();
        var applied = Body.ParseYaml(await Body.ReadAsync(api.Http.Request), duplicates);
        validation.Report([.. duplicates.Select(FieldValidation.Duplicate)], message => ApiErrors.BadRequest($"error decoding YAML: {message}"));
        var isForced = api.Query("force") is "true" or "1";
        return current =>
        {
            var value = fieldManager.Apply(type, current, (JsonObject)applied.DeepClone(), writer, isForced);
            if (current is not null)
            {
                CheckIdentity(type, current, value);
            }

            TypedBody.Accept(validation, type, value);
            return value;
        };
    }

    /// <summary>The write of a Scale, as a change of the replicas.</summary>
    public async Task<Func<JsonObject, JsonObject>> ReadScaleAsync(ApiRequest api, ResourceType type, SubresourceType subresource)
    {
        var scaleType = catalog.TypeOf(type, subresource);
        var write = await ReadScaleAsync(api, type, scaleType);
        var owners = new ScaleOwners(Scale.PathOf(type));
        return current =>
        {
            var scale = Scale.Of(current, type);
            scale.Set("metadata.managedFields", owners.ToScale(current.At("metadata.managedFields")));
            var written = write(scale);
            ObjectRules.CheckName(written, api.Info.Name);
            var value = (JsonObject)current.DeepClone();
            value.Set(Scale.PathOf(type), written.At("spec.replicas") ?? JsonValue.Create(0));
            value.Set("metadata.resourceVersion", written.At("metadata.resourceVersion") ?? current.At("metadata.resourceVersion"));
            value.Set("metadata.managedFields", owners.ToParent(current.At("metadata.managedFields"), written.At("metadata.managedFields"), type.ApiVersion));
            return value;
        };
    }

    // The new Scale with its owners.
    private async Task<Func<JsonObject, JsonObject>> ReadScaleAsync(ApiRequest api, ResourceType type, ResourceType scaleType)
    {
        if (IsApply(api))
        {
            var applier = RequestWriter.OfApply(api);
            var applied = Body.ParseYaml(await Body.ReadAsync(api.Http.Request), []);
            var isForced = api.Query("force") is "true" or "1";
            return scale => type.IsCustom && scale.At("metadata.managedFields") is not JsonArray { Count: > 0 }
                ? throw ApiErrors.UnownedScale()
                : fieldManager.Apply(scaleType, scale, (JsonObject)applied.DeepClone(), applier, isForced);
        }

        RefuseForce(api);
        var updater = RequestWriter.Of(api);
        var change = api.Info.Verb == "patch"
            ? (await Patch.ReadAsync(api.Http.Request, scaleType.Schema)).Apply
            : Replacement(await Body.ReadObjectAsync(api.Http.Request, scaleType.ApiVersion, scaleType.Kind));
        return scale =>
        {
            var written = change((JsonObject)scale.DeepClone());
            TypedBody.Check(written, scaleType.Schema, scaleType.Kind);
            fieldManager.Update(scaleType, scale, written, updater);
            return written;
        };
    }

    /// <summary>The change that replaces the stored object.</summary>
    public Func<JsonObject, JsonObject> Replacement(ApiRequest api, ResourceType type, JsonObject body)
    {
        var writer = RequestWriter.Of(api);
        return current =>
        {
            var value = (JsonObject)body.DeepClone();
            fieldManager.Update(type, current, value, writer);
            return value;
        };
    }

    /// <summary>The object in the body of a create or a replace.</summary>
    public Task<JsonObject> ReadNewAsync(ApiRequest api, ResourceType type) => typedBodies.ReadAsync(api, type);

    /// <summary>Assigns the fields of a new object to its writer.</summary>
    public void Own(ApiRequest api, ResourceType type, JsonObject value) => fieldManager.Update(type, null, value, RequestWriter.Of(api));

    private static Func<JsonObject, JsonObject> Replacement(JsonObject body) => _ => (JsonObject)body.DeepClone();

    private static void RefuseForce(ApiRequest api)
    {
        if (api.Info.Verb == "patch" && api.Query("force") is not null)
        {
            throw ApiErrors.Invalid(
                api.OptionsKind, "meta.k8s.io", "", [ApiErrors.Forbidden("force", "may not be specified for non-apply patch")]);
        }
    }

    // Another uid in a replace is a failed precondition; in a patch, it is an invalid change.
    private static void CheckIdentity(ResourceType type, JsonObject current, JsonObject value)
    {
        if (value.StringAt("metadata.uid") is { Length: > 0 } uid && uid != current.StringAt("metadata.uid"))
        {
            throw ApiErrors.UidImmutable(type, current.StringAt("metadata.name")!, uid);
        }
    }
}
