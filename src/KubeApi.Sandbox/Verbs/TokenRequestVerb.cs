using KubeApi.Sandbox.Auth;
using KubeApi.Sandbox.Decoding;
using KubeApi.Sandbox.Errors;
using KubeApi.Sandbox.Json;
using KubeApi.Sandbox.Ownership;
using KubeApi.Sandbox.Protocol;
using KubeApi.Sandbox.Runtime;
using KubeApi.Sandbox.Store;
using KubeApi.Sandbox.Types;

namespace KubeApi.Sandbox.Verbs;

/// <summary>`serviceaccounts/NAME/token`: a token for the account, valid for an hour by default.</summary>
internal sealed class TokenRequestVerb(ObjectStore store, ResourceCatalog catalog, SandboxClock clock, TokenIssuer tokens, FieldManager fieldManager)
{
    private const long DefaultSeconds = 3600;
    private const long ShortestSeconds = 600;
    private const long LongestSeconds = 1L << 32;

    public async Task HandleAsync(ApiRequest api, ResourceType type, SubresourceType subresource)
    {
        var body = await Body.ReadObjectAsync(api.Http.Request, $"{subresource.Group}/{subresource.Version}", subresource.Kind);
        TypedBody.Check(body, catalog.TypeOf(type, subresource).Schema, subresource.Kind);
        var accounts = catalog.ServiceAccounts;
        var account = store.Get(accounts, api.Info.Namespace, api.Info.Name) ?? throw ApiErrors.NotFound(accounts, api.Info.Name);
        if (body.StringAt("metadata.name") is { Length: > 0 } name && name != account.Name)
        {
            var cause = ApiErrors.InvalidValue("metadata.name", ApiErrors.Quote(name), "must match the service account name if specified");
            throw ApiErrors.Invalid(subresource.Kind, subresource.Group, account.Name, [cause]);
        }

        var seconds = body.IntegerAt("spec.expirationSeconds") ?? DefaultSeconds;
        body.Set("spec.expirationSeconds", JsonValue.Create(seconds));
        if (seconds is < ShortestSeconds or > LongestSeconds)
        {
            var error = seconds < ShortestSeconds
                ? "may not specify a duration less than 10 minutes"
                : "may not specify a duration larger than 2^32 seconds";
            var cause = ApiErrors.InvalidValue("spec.expirationSeconds", seconds.ToString(CultureInfo.InvariantCulture), error);
            throw ApiErrors.Invalid(subresource.Kind, subresource.Group, "", [cause]);
        }

        fieldManager.Update(catalog.TypeOf(type, subresource), null, body, RequestWriter.Of(api));
        var audiences = body.At("spec.audiences") is JsonArray { Count: > 0 } given
            ? [.. given.Select(audience => audience!.GetValue<string>())]
            : new List<string> { TokenIssuer.Issuer };
        var boundTo = Bound(api.Info.Namespace, body.At("spec.boundObjectRef") as JsonObject);
        var expires = clock.GetUtcNow().AddSeconds(seconds);
        var response = new JsonObject
        {
            ["kind"] = subresource.Kind,
            ["apiVersion"] = $"{subresource.Group}/{subresource.Version}",
            ["metadata"] = new JsonObject
            {
                ["name"] = account.Name,
                ["namespace"] = account.Namespace,
                ["uid"] = account.Uid,
                ["creationTimestamp"] = clock.Now,
                ["managedFields"] = body.At("metadata.managedFields")?.DeepClone(),
            },
            ["spec"] = new JsonObject
            {
                ["audiences"] = new JsonArray([.. audiences.Select(audience => JsonValue.Create(audience))]),
                ["expirationSeconds"] = seconds,
                ["boundObjectRef"] = boundTo?.DeepClone(),
            },
            ["status"] = new JsonObject
            {
                ["token"] = tokens.Issue(account, audiences, expires, boundTo),
                ["expirationTimestamp"] = SandboxClock.Timestamp(expires),
            },
        };
        await ResponseWriter.JsonAsync(api.Http, 201, JsonText.ToBytes(response));
    }

    // The object must exist with the given uid.
    private JsonObject? Bound(string @namespace, JsonObject? reference)
    {
        if (reference is null)
        {
            return null;
        }

        var (kind, name) = (reference.StringAt("kind") ?? "", reference.StringAt("name") ?? "");
        var type = TokenIssuer.Bindable(catalog).FirstOrDefault(type => type.Kind == kind && type.ApiVersion == (reference.StringAt("apiVersion") ?? "v1"))
            ?? throw ApiErrors.BadRequest($"cannot bind token to object of type {GoKind(reference.StringAt("apiVersion") ?? "", kind)}");
        var found = store.Get(type, @namespace, name) ?? throw ApiErrors.NotFound(type, name);
        if (reference.StringAt("uid") is { Length: > 0 } uid && uid != found.Uid)
        {
            throw ApiErrors.UidConflict(type, name, uid, found.Uid);
        }

        var bound = (JsonObject)reference.DeepClone();
        bound["uid"] = found.Uid;
        return bound;
    }

    // `apps/v1, Kind=Deployment`; of the core group `/v1, Kind=Pod`.
    private static string GoKind(string apiVersion, string kind) =>
        $"{(apiVersion.Contains('/', StringComparison.Ordinal) ? "" : "/")}{apiVersion}, Kind={kind}";
}
