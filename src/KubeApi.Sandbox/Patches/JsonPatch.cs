using System.Text.Json;
using System.Text.Json.Nodes;
using KubeApi.Sandbox.Errors;
using KubeApi.Sandbox.Objects;
using Microsoft.AspNetCore.JsonPatch.SystemTextJson;
using Microsoft.AspNetCore.JsonPatch.SystemTextJson.Exceptions;

namespace KubeApi.Sandbox.Patches;

/// <summary>RFC 6902: a list of operations that all succeed or all fail.</summary>
internal sealed class JsonPatch(JsonArray operations) : Patch
{
    public override JsonObject Apply(JsonObject current)
    {
        try
        {
            var document = JsonSerializer.Deserialize<JsonPatchDocument>(JsonText.ToBytes(operations))!;
            document.ApplyTo(current);
            return current;
        }
        catch (Exception exception) when (exception is JsonPatchException or JsonException or InvalidOperationException)
        {
            throw StatusAnswers.PatchFailed();
        }
    }
}
