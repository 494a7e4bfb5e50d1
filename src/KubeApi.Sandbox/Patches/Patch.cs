using System.Text.Json;
using System.Text.Json.Nodes;
using KubeApi.Sandbox.Errors;
using KubeApi.Sandbox.Http;
using KubeApi.Sandbox.Objects;
using Microsoft.AspNetCore.Http;

namespace KubeApi.Sandbox.Patches;

/// <summary>A change that can be applied to an object, again and again if others are faster.</summary>
internal abstract class Patch
{
    /// <summary>The patch in a request's body, by its content type.</summary>
    public static async Task<Patch> ReadAsync(HttpRequest request)
    {
        switch (Body.MediaType(request))
        {
            case "application/merge-patch+json":
                return new MergePatch(Parse(await Body.ReadAsync(request)) as JsonObject ?? throw StatusAnswers.BadRequest("json: cannot unmarshal value into Go value of type map[string]interface {}"));
            case "application/json-patch+json":
                return new JsonPatch(Parse(await Body.ReadAsync(request)) as JsonArray ?? throw StatusAnswers.BadRequest("json: cannot unmarshal object into Go value of type jsonpatch.Patch"));
            case "application/strategic-merge-patch+json" or "application/apply-patch+yaml" or "application/apply-patch+cbor":
                throw StatusAnswers.UnsupportedPatch();
            default:
                throw StatusAnswers.NotAPatch();
        }
    }

    /// <summary>The patched object; the given one may be changed on the way.</summary>
    public abstract JsonObject Apply(JsonObject current);

    private static JsonNode? Parse(byte[] bytes)
    {
        try
        {
            return JsonText.Parse(bytes);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw StatusAnswers.BadRequest(JsonComplaint.For(bytes));
        }
    }
}
