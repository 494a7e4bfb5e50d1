using System.Text.Json.Nodes;
using KubeApi.Sandbox.Discovery;
using KubeApi.Sandbox.Errors;
using KubeApi.Sandbox.Objects;

namespace KubeApi.Sandbox.Reviews;

/// <summary>Validates access reviews.</summary>
internal static class ReviewRules
{
    public static void Check(ResourceType type, JsonObject review, string @namespace)
    {
        if (!type.Kind.EndsWith("AccessReview", StringComparison.Ordinal))
        {
            return;
        }

        var causes = Validate(type, review, @namespace).ToList();
        if (causes.Count > 0)
        {
            // A real server's message has no kind here.
            throw ApiErrors.Invalid("", type.Group, "", causes);
        }
    }

    private static IEnumerable<StatusCause> Validate(ResourceType type, JsonObject review, string @namespace)
    {
        const string onPath = "spec.nonResourceAttributes";
        var spec = review["spec"] as JsonObject ?? [];
        var (resource, path) = (spec["resourceAttributes"], spec["nonResourceAttributes"] as JsonObject);
        var shown = path is null ? "" : GoText.Members(new JsonObject { ["path"] = path.StringAt("path") ?? "", ["verb"] = path.StringAt("verb") ?? "" });
        if (resource is not null && path is not null)
        {
            yield return ApiErrors.InvalidValue(onPath, shown, "cannot be specified in combination with resourceAttributes");
        }

        if (resource is null && path is null)
        {
            yield return ApiErrors.InvalidValue(
                "spec.resourceAttributes", "null", "exactly one of nonResourceAttributes or resourceAttributes must be specified");
        }

        if (!type.Kind.StartsWith("Self", StringComparison.Ordinal) && spec.StringAt("user") is not { Length: > 0 }
            && spec["groups"] is not JsonArray { Count: > 0 })
        {
            yield return ApiErrors.InvalidValue("spec.user", "\"\"", "at least one of user or group must be specified");
        }

        if (review["metadata"] is JsonObject metadata && metadata.Any(member => !type.IsNamespaced || member.Key != "namespace"))
        {
            yield return ApiErrors.InvalidValue(
                "metadata", JsonText.ToText(metadata), type.IsNamespaced ? "must be empty except for namespace" : "must be empty");
        }

        if (type.IsNamespaced && resource is not null && spec.StringAt("resourceAttributes.namespace") is var given && given != @namespace)
        {
            yield return ApiErrors.InvalidValue("spec.resourceAttributes.namespace", ApiErrors.Quote(given ?? ""), "must match metadata.namespace");
        }

        if (type.IsNamespaced && path is not null)
        {
            yield return ApiErrors.InvalidValue(onPath, shown, "disallowed on this kind of request");
        }
    }
}
