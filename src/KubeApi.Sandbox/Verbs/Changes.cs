using System.Text.Json.Nodes;
using KubeApi.Sandbox.Decoding;
using KubeApi.Sandbox.Discovery;
using KubeApi.Sandbox.Errors;
using KubeApi.Sandbox.Http;
using KubeApi.Sandbox.Objects;
using KubeApi.Sandbox.Ownership;
using KubeApi.Sandbox.Patches;

namespace KubeApi.Sandbox.Verbs;

/// <summary>Makes of a PUT or a PATCH what an object shall become, with its owners.</summary>
internal sealed class Changes(Cluster cluster)
{
    private readonly FieldManager _owners = new(cluster);
    private readonly TypedBody _bodies = new(cluster.Catalog.Schemas);

    public static bool IsApply(ApiRequest api) => api.Info.Verb == "patch" && Body.MediaType(api.Http.Request) == Patch.ApplyType;

    /// <summary>The change, to be made again if others are faster: takes the stored object (a tree with kind and apiVersion) and gives the new one.</summary>
    public async Task<Func<JsonObject, JsonObject>> ReadAsync(ApiRequest api, ResourceType type)
    {
        if (IsApply(api))
        {
            var apply = await ReadApplyAsync(api, type);
            return current => apply(current);
        }

        RefuseForce(api);
        var writer = Writer.Of(api);
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
            _owners.Update(type, current, value, writer);
            return value;
        };
    }

    /// <summary>The apply in a request's body: takes the stored object, or null where there is none.</summary>
    public async Task<Func<JsonObject?, JsonObject>> ReadApplyAsync(ApiRequest api, ResourceType type)
    {
        var writer = Writer.OfApply(api);
        var validation = new FieldValidation(api);
        var duplicates = new List<string>();
        var applied = Body.ParseYaml(await Body.ReadAsync(api.Http.Request), duplicates);
        validation.Report([.. duplicates.Select(FieldValidation.Duplicate)], message => StatusAnswers.BadRequest($"error decoding YAML: {message}"));
        var isForced = api.Query("force") is "true" or "1";
        return current =>
        {
            var value = _owners.Apply(type, current, (JsonObject)applied.DeepClone(), writer, isForced);
            if (current is not null)
            {
                CheckIdentity(type, current, value);
            }

            TypedBody.Accept(validation, type, value);
            return value;
        };
    }

    /// <summary>The write of a Scale, as the change of `spec.replicas` that it is.</summary>
    public async Task<Func<JsonObject, JsonObject>> ReadScaleAsync(ApiRequest api, ResourceType type, SubresourceType subresource)
    {
        var apiVersion = $"{subresource.Group}/{subresource.Version}";
        var schema = cluster.Catalog.Schemas.For(type, subresource);
        if (IsApply(api))
        {
            var writer = Writer.OfApply(api);
            var applied = Body.ParseYaml(await Body.ReadAsync(api.Http.Request), []);
            ObjectKind.Check(applied, apiVersion, subresource.Kind);
            var replicas = new JsonObject { ["kind"] = type.Kind, ["apiVersion"] = type.ApiVersion };
            replicas.Set("metadata.name", applied.At("metadata.name"));
            replicas.Set("metadata.resourceVersion", applied.At("metadata.resourceVersion"));
            replicas.Set(Scale.PathOf(type), applied.At("spec.replicas"));
            var isForced = api.Query("force") is "true" or "1";
            return current => _owners.Apply(type, current, (JsonObject)replicas.DeepClone(), writer, isForced);
        }

        RefuseForce(api);
        var updater = Writer.Of(api);
        var change = api.Info.Verb == "patch"
            ? (await Patch.ReadAsync(api.Http.Request, schema)).Apply
            : Replacement(await Body.ReadObjectAsync(api.Http.Request, apiVersion, subresource.Kind));
        return current =>
        {
            var scale = change(Scale.Of(current, type));
            TypedBody.Check(scale, schema, subresource.Kind);
            ObjectRules.CheckName(scale, api.Info.Name);
            var value = (JsonObject)current.DeepClone();
            value.Set(Scale.PathOf(type), scale.At("spec.replicas") ?? JsonValue.Create(0));
            value.Set("metadata.resourceVersion", scale.At("metadata.resourceVersion") ?? current.At("metadata.resourceVersion"));
            _owners.Update(type, current, value, updater);
            return value;
        };
    }

    /// <summary>The change that puts an object in the place of the stored one.</summary>
    public Func<JsonObject, JsonObject> Replacement(ApiRequest api, ResourceType type, JsonObject body)
    {
        var writer = Writer.Of(api);
        return current =>
        {
            var value = (JsonObject)body.DeepClone();
            _owners.Update(type, current, value, writer);
            return value;
        };
    }

    /// <summary>The object in the body of a create or a replace.</summary>
    public Task<JsonObject> ReadNewAsync(ApiRequest api, ResourceType type) => _bodies.ReadAsync(api, type);

    /// <summary>Gives a new object to who sent it.</summary>
    public void Own(ApiRequest api, ResourceType type, JsonObject value) => _owners.Update(type, null, value, Writer.Of(api));

    private static Func<JsonObject, JsonObject> Replacement(JsonObject body) => _ => (JsonObject)body.DeepClone();

    private static void RefuseForce(ApiRequest api)
    {
        if (api.Info.Verb == "patch" && api.Query("force") is not null)
        {
            throw StatusAnswers.Invalid(
                api.OptionsKind, "meta.k8s.io", "", [StatusAnswers.Forbidden("force", "may not be specified for non-apply patch")]);
        }
    }

    // A replace that names another uid is a precondition that fails; a patch that does is a change that may not be.
    private static void CheckIdentity(ResourceType type, JsonObject current, JsonObject value)
    {
        if (value.StringAt("metadata.uid") is { Length: > 0 } uid && uid != current.StringAt("metadata.uid"))
        {
            throw StatusAnswers.UidImmutable(type, current.StringAt("metadata.name")!, uid);
        }
    }
}
