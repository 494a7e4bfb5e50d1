using System.Text.Json.Nodes;
using KubeApi.Binding;
using KubeApi.Client.Json;
using KubeApi.Client.Writing;
using KubeApi.Yaml;

namespace KubeApi.Operations;

/// <summary>The YAML of objects, as people read it.</summary>
internal static class YamlText
{
    /// <summary>A value as one YAML document. Objects lose their managedFields, which are often longer than the rest.</summary>
    /// <param name="json">The value's JSON, in UTF-8.</param>
    /// <param name="clean">Whether to omit the fields that the server sets: status, uid, resourceVersion, times.</param>
    public static string Of(byte[] json, bool clean) => YamlLoader.CreateWriter().ToYaml(
        JsonNodes.Parse(json) is JsonObject o && o["kind"] is not null ? JsonNodes.Write(Prepare(o, clean)) : json);

    private static JsonObject Prepare(JsonObject o, bool clean)
    {
        var prepared = clean ? ObjectBody.ForFile(o) : o;
        (prepared["metadata"] as JsonObject)?.Remove("managedFields");
        if (ManifestReader.ItemsOf(prepared) is { } items)
        {
            for (var i = 0; i < items.Count; i++)
            {
                if (items[i] is JsonObject item)
                {
                    // A JsonNode has one parent, so it is detached first.
                    items[i] = null;
                    items[i] = Prepare(item, clean);
                }
            }
        }

        return prepared;
    }
}
