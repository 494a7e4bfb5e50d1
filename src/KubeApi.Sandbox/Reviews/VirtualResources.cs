using KubeApi.Sandbox.Auth;
using KubeApi.Sandbox.Decoding;
using KubeApi.Sandbox.Errors;
using KubeApi.Sandbox.Json;
using KubeApi.Sandbox.Ownership;
using KubeApi.Sandbox.Protocol;
using KubeApi.Sandbox.Rbac;
using KubeApi.Sandbox.Runtime;
using KubeApi.Sandbox.Types;
using KubeApi.Sandbox.Verbs;

namespace KubeApi.Sandbox.Reviews;

/// <summary>Review resources: created and evaluated, but not stored.</summary>
internal sealed class VirtualResources(SandboxClock clock, FieldManager fieldManager, Authenticator authenticator, RbacAuthorizer authorizer) : IVerb
{
    public async Task HandleAsync(ApiRequest api, ResourceType type)
    {
        var body = await Body.ReadObjectAsync(api.Http.Request, type.ApiVersion, type.Kind);
        TypedBody.Check(body, type.Schema, type.Kind);
        var spec = body["spec"] as JsonObject ?? [];
        var (responseSpec, status) = type.Kind switch
        {
            "SelfSubjectReview" => (null, new JsonObject { ["userInfo"] = UserInfo(api.User) }),
            "SelfSubjectAccessReview" => (spec, Decide(api.User, spec)),
            "SubjectAccessReview" or "LocalSubjectAccessReview" => (spec, Decide(Subject(spec), spec)),
            "SelfSubjectRulesReview" => ([], Rules(api.User, spec)),
            "TokenReview" => (spec, Token(spec)),
            _ => throw ApiErrors.NotImplemented(type.QualifiedResource),
        };
        var metadata = new JsonObject();
        if (type.Kind == "SelfSubjectReview")
        {
            metadata["creationTimestamp"] = clock.Now;
        }
        else if (type.IsNamespaced)
        {
            metadata["namespace"] = api.Info.Namespace;
        }

        var response = new JsonObject { ["kind"] = type.Kind, ["apiVersion"] = type.ApiVersion, ["metadata"] = metadata };
        if (responseSpec is not null)
        {
            response["spec"] = responseSpec.DeepClone();
        }

        if (responseSpec == spec)
        {
            // As in every create, the sent fields are owned.
            fieldManager.Update(type, null, response, RequestWriter.Of(api));
        }

        response["status"] = status;
        type.Normalize(response);
        await ResponseWriter.JsonAsync(api.Http, 201, JsonText.ToBytes(response));
    }

    private JsonObject Decide(User user, JsonObject spec)
    {
        var access = spec["resourceAttributes"] is JsonObject resource
            ? new AccessRequest
            {
                Verb = resource.StringAt("verb") ?? "",
                Group = resource.StringAt("group") ?? "",
                Version = resource.StringAt("version") ?? "",
                Resource = resource.StringAt("resource") ?? "",
                Subresource = resource.StringAt("subresource") ?? "",
                Namespace = resource.StringAt("namespace") ?? "",
                Name = resource.StringAt("name") ?? "",
            }
            : new AccessRequest
            {
                IsResource = false,
                Verb = spec.StringAt("nonResourceAttributes.verb") ?? "",
                Path = spec.StringAt("nonResourceAttributes.path") ?? "",
            };
        var decision = authorizer.Decide(user, access);
        var status = new JsonObject { ["allowed"] = decision.IsAllowed };
        if (decision.Reason.Length > 0)
        {
            status["reason"] = decision.Reason;
        }

        return status;
    }

    private JsonObject Rules(User user, JsonObject spec)
    {
        var @namespace = spec.StringAt("namespace") ?? "";
        var resourceRules = new JsonArray();
        var urlRules = new JsonArray();
        if (user.Groups.Contains(User.Masters))
        {
            resourceRules.Add(new JsonObject { ["verbs"] = All(), ["apiGroups"] = All(), ["resources"] = All() });
            urlRules.Add(new JsonObject { ["verbs"] = All(), ["nonResourceURLs"] = All() });
        }

        foreach (var rule in authorizer.RulesFor(user, @namespace))
        {
            if (rule.IsForResources)
            {
                resourceRules.Add(Part(rule.Json, "verbs", "apiGroups", "resources", "resourceNames"));
            }

            if (rule.IsForUrls)
            {
                urlRules.Add(Part(rule.Json, "verbs", "nonResourceURLs"));
            }
        }

        return new JsonObject { ["resourceRules"] = resourceRules, ["nonResourceRules"] = urlRules, ["incomplete"] = false };
    }

    private JsonObject Token(JsonObject spec)
    {
        if (spec.StringAt("token") is not { Length: > 0 } token)
        {
            throw ApiErrors.BadRequest("token is required for TokenReview in authentication");
        }

        // Default: the server's own audiences.
        var audiences = spec["audiences"] is JsonArray { Count: > 0 } given ? given.Select(audience => audience!.ToString()).ToList() : [TokenIssuer.Issuer];
        return authenticator.ByToken(token, audiences) is { } found
            ? new JsonObject { ["authenticated"] = true, ["user"] = UserInfo(found.User), ["audiences"] = Strings(found.Audiences) }
            : new JsonObject { ["user"] = new JsonObject(), ["error"] = "invalid bearer token" };
    }

    private static User Subject(JsonObject spec) =>
        new(spec.StringAt("user") ?? "", spec.StringAt("uid") ?? "", [.. (spec["groups"] as JsonArray ?? []).Select(group => group!.GetValue<string>())]);

    private static JsonObject UserInfo(User user)
    {
        var info = new JsonObject { ["username"] = user.Name };
        if (user.Uid.Length > 0)
        {
            info["uid"] = user.Uid;
        }

        info["groups"] = Strings(user.Groups);
        if (user.Extra.Count > 0)
        {
            info["extra"] = new JsonObject(user.Extra.Select(entry => KeyValuePair.Create<string, JsonNode?>(entry.Key, Strings(entry.Value))));
        }

        return info;
    }

    private static JsonArray Strings(IEnumerable<string> values) => new([.. values.Select(value => JsonValue.Create(value))]);

    private static JsonArray All() => new(JsonValue.Create("*"));

    private static JsonObject Part(JsonObject rule, params string[] names) =>
        new(names.Where(rule.ContainsKey).Select(name => KeyValuePair.Create(name, rule[name]?.DeepClone())));
}
