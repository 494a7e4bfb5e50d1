using System.Text.Json.Nodes;
using KubeApi.Client.Authentication;
using KubeApi.Client.Errors;
using KubeApi.Client.Json;

namespace KubeApi.Client.Requests;

/// <summary>Builds the requests about identity and permissions: reviews, which a server does not store. Sends nothing.</summary>
public static class AccessRequests
{
    private const string Authentication = "authentication.k8s.io";
    private const string Authorization = "authorization.k8s.io";

    /// <summary>Requests the identity of the user.</summary>
    /// <param name="impersonation">The user to act as, instead of the session's; null for none.</param>
    public static ApiRequest Identity(Impersonation? impersonation = null) =>
        Review(Authentication, "SelfSubjectReview", "selfsubjectreviews", null, impersonation);

    /// <summary>Requests the decision about one permission.</summary>
    public static ApiRequest Access(AccessAttributes attributes, Impersonation? impersonation = null)
    {
        var spec = attributes.Path.Length > 0
            ? new JsonObject { ["nonResourceAttributes"] = Fields(("path", attributes.Path), ("verb", attributes.Verb)) }
            : new JsonObject
            {
                ["resourceAttributes"] = Fields(
                    ("namespace", attributes.Namespace), ("verb", attributes.Verb), ("group", attributes.Group), ("resource", attributes.Resource),
                    ("subresource", attributes.Subresource), ("name", attributes.Name)),
            };
        return Review(Authorization, "SelfSubjectAccessReview", "selfsubjectaccessreviews", spec, impersonation);
    }

    /// <summary>Requests the permissions in a namespace.</summary>
    public static ApiRequest Rules(string @namespace, Impersonation? impersonation = null) => Review(
        Authorization, "SelfSubjectRulesReview", "selfsubjectrulesreviews", new JsonObject { ["namespace"] = @namespace }, impersonation);

    /// <summary>Creates a token of a service account. Earlier tokens stay valid.</summary>
    /// <param name="namespace">The namespace of the service account.</param>
    /// <param name="serviceAccount">Its name.</param>
    /// <param name="duration">The requested lifetime of the token; null for the server's default. The server may grant another one.</param>
    /// <param name="audiences">The audiences of the token; none for the API server.</param>
    public static ApiRequest Token(string @namespace, string serviceAccount, TimeSpan? duration, IReadOnlyList<string> audiences)
    {
        var spec = new JsonObject();
        if (audiences.Count > 0)
        {
            spec["audiences"] = new JsonArray([.. audiences.Select(a => JsonValue.Create(a))]);
        }

        if (duration is { } time)
        {
            spec["expirationSeconds"] = (long)time.TotalSeconds;
        }

        var accounts = ApiResource.Of("", "v1", "serviceaccounts", namespaced: true);
        return Post(
            accounts.PathOf(@namespace, serviceAccount, "token"), Authentication, "TokenRequest", spec,
            new RequestTarget("create", "serviceaccounts/token", @namespace, serviceAccount), RepeatSafety.Idempotent);
    }

    private static ApiRequest Review(string group, string kind, string resource, JsonObject? spec, Impersonation? impersonation) => Post(
        $"/apis/{group}/v1/{resource}", group, kind, spec, new RequestTarget("create", $"{resource}.{group}", null, null), RepeatSafety.Safe) with
    { Impersonation = impersonation };

    private static ApiRequest Post(string path, string group, string kind, JsonObject? spec, RequestTarget target, RepeatSafety safety)
    {
        var body = new JsonObject { ["apiVersion"] = $"{group}/v1", ["kind"] = kind };
        if (spec is not null)
        {
            body["spec"] = spec;
        }

        return new ApiRequest(HttpMethod.Post, path) { Body = JsonNodes.Write(body), RepeatSafety = safety, Target = target };
    }

    private static JsonObject Fields(params (string Name, string Value)[] fields) =>
        new(fields.Where(f => f.Value.Length > 0).Select(f => KeyValuePair.Create<string, JsonNode?>(f.Name, f.Value)));
}
