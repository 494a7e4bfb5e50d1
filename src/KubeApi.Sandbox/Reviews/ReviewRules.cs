using System.Text.Json.Nodes;
using KubeApi.Sandbox.Discovery;
using KubeApi.Sandbox.Errors;
using KubeApi.Sandbox.Objects;

namespace KubeApi.Sandbox.Reviews;

/// <summary>What a question about access must say.</summary>
internal static class ReviewRules
{
    public static void Check(ResourceType type, JsonObject spec, string @namespace)
    {
        if (!type.Kind.EndsWith("AccessReview", StringComparison.Ordinal))
        {
            return;
        }

        var causes = Complaints(type, spec).ToList();
        if (type.IsNamespaced && spec["resourceAttributes"] is not null && spec.StringAt("resourceAttributes.namespace") is var given && given != @namespace)
        {
            causes.Add(StatusAnswers.InvalidValue("spec.resourceAttributes.namespace", StatusAnswers.Quote(given ?? ""), "must match metadata.namespace"));
        }

        if (causes.Count > 0)
        {
            // A server has forgotten the kind when it looks at these.
            throw StatusAnswers.Invalid("", type.Group, "", causes);
        }
    }

    private static IEnumerable<StatusCause> Complaints(ResourceType type, JsonObject spec)
    {
        var (resource, path) = (spec["resourceAttributes"], spec["nonResourceAttributes"]);
        if (resource is not null && path is not null)
        {
            yield return StatusAnswers.InvalidValue("spec.nonResourceAttributes", JsonText.ToText(path), "cannot be specified in combination with resourceAttributes");
        }

        if (resource is null && path is null)
        {
            yield return StatusAnswers.InvalidValue("spec.resourceAttributes", "null", "exactly one of nonResourceAttributes or resourceAttributes must be specified");
        }

        if (!type.Kind.StartsWith("Self", StringComparison.Ordinal) && spec.StringAt("user") is not { Length: > 0 } && spec["groups"] is not JsonArray { Count: > 0 })
        {
            yield return StatusAnswers.InvalidValue("spec.user", "\"\"", "at least one of user or group must be specified");
        }
    }
}
