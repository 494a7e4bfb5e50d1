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
        if (IsApply(api))
        {
            var (applier, isForced) = (RequestWriter.OfApply(api), api.Query("force") is "true" or "1");
            var scale = Body.ParseYaml(await Body.ReadAsync(api.Http.Request), []);
            var applied = new JsonObject { ["apiVersion"] = type.ApiVersion, ["kind"] = type.Kind };
            applied.Set("metadata.name", api.Info.Name);
            applied.Set(Scale.PathOf(type), scale.At("spec.replicas"));
            return current => fieldManager.Apply(type, current, (JsonObject)applied.DeepClone(), applier, isForced);
        }

        var scaleType = catalog.TypeOf(type, subresource);
        var writer = RequestWriter.Of(api);
        var change = api.Info.Verb == "patch"
            ? (await Patch.ReadAsync(api.Http.Request, scaleType.Schema)).Apply
            : Replacement(await Body.ReadObjectAsync(api.Http.Request, scaleType.ApiVersion, scaleType.Kind));
        return current =>
        {
            var written = change(Scale.Of(current, type));
            TypedBody.Check(written, scaleType.Schema, scaleType.Kind);
            ObjectRules.CheckName(written, api.Info.Name);
            var value = (JsonObject)current.DeepClone();
            value.Set(Scale.PathOf(type), written.At("spec.replicas") ?? JsonValue.Create(0));
            value.Set("metadata.resourceVersion", written.At("metadata.resourceVersion") ?? current.At("metadata.resourceVersion"));
            fieldManager.Update(type, current, value, writer);
            // As in a real server, the entry of a Scale has no time.
            var owners = ManagedFields.Read(value.At("metadata.managedFields"))!;
            owners.Touch(Owner.Updating(writer.Manager, type.ApiVersion, writer.Subresource), null);
            value.Set("metadata.managedFields", owners.Write());
            return value;
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

    // Another uid in a replace is a failed precondition; in a patch, it is an invalid change.
    private static void CheckIdentity(ResourceType type, JsonObject current, JsonObject value)
    {
        if (value.StringAt("metadata.uid") is { Length: > 0 } uid && uid != current.StringAt("metadata.uid"))
        {
            throw ApiErrors.UidImmutable(type, current.StringAt("metadata.name")!, uid);
        }
    }
}
