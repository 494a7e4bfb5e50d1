using KubeApi.Sandbox.Errors;
using KubeApi.Sandbox.Json;

namespace KubeApi.Sandbox.Protocol;

/// <summary>Checks that an object has the kind of the path.</summary>
internal static class ObjectKind
{
    /// <summary>Rejects another kind; a missing kind is valid.</summary>
    public static void Check(JsonObject value, string apiVersion, string kind)
    {
        if (value.StringAt("apiVersion") is { } givenVersion && givenVersion != apiVersion)
        {
            throw ApiErrors.BadRequest($"the API version in the data ({givenVersion}) does not match the expected API version ({apiVersion})");
        }

        if (value.StringAt("kind") is { } givenKind && givenKind != kind)
        {
            throw ApiErrors.BadRequest(
                $"{givenKind} in version {ApiErrors.Quote(apiVersion[(apiVersion.IndexOf('/', StringComparison.Ordinal) + 1)..])} cannot be handled as a "
                    + $"{kind}: converting {givenKind} to {kind}: unknown conversion");
        }
    }
}
