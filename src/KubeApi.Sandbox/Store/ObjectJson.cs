using System.Buffers;
using KubeApi.Sandbox.Json;
using KubeApi.Sandbox.Protobuf;

namespace KubeApi.Sandbox.Store;

/// <summary>
/// The stored form of an object: the bytes of an item of a built-in list, `{"metadata":{…},…}`, with metadata first, status last and the metadata in the order
/// of the real server. The response of a single object is the same bytes after a head with kind and apiVersion.
/// </summary>
internal static class ObjectJson
{
    private static readonly IReadOnlyList<string> s_metadataOrder = [.. MessageTable.Fields("meta.v1.ObjectMeta")!.Values.Select(field => field.Name)];

    // All fields of a custom object are sorted.
    private static readonly IReadOnlyList<string> s_sortedMetadata = [.. s_metadataOrder.Order(StringComparer.Ordinal)];

    /// <param name="isCustom">Whether it is a custom object.</param>
    public static byte[] ToBytes(JsonObject value, bool isCustom = false)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var writer = JsonText.CompactWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteStartObject("metadata");
            var metadata = value["metadata"] as JsonObject ?? [];
            foreach (var name in isCustom ? s_sortedMetadata : s_metadataOrder)
            {
                if (metadata.TryGetPropertyValue(name, out var member) && !IsEmpty(member))
                {
                    writer.WritePropertyName(name);
                    JsonText.Write(writer, member);
                }
            }

            writer.WriteEndObject();
            foreach (var (name, member) in value)
            {
                // The remaining nulls are intended: times of events, nullable fields of custom objects.
                if (name is not ("kind" or "apiVersion" or "metadata" or "status"))
                {
                    writer.WritePropertyName(name);
                    JsonText.Write(writer, member);
                }
            }

            if (value["status"] is { } status)
            {
                writer.WritePropertyName("status");
                JsonText.Write(writer, status);
            }

            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    // The metadata has no empty fields, such as an empty map of labels.
    private static bool IsEmpty(JsonNode? member) => member switch
    {
        null => true,
        JsonObject map => map.Count == 0,
        JsonArray list => list.Count == 0,
        _ => false,
    };
}
