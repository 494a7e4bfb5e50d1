using System.Text.Json;
using KubeApi.Sandbox.Http;
using Microsoft.AspNetCore.Http;

namespace KubeApi.Sandbox.Verbs;

/// <summary>Objects without anything but their metadata (<c>meta.k8s.io/v1</c>), for clients that ask for them.</summary>
internal static class PartialMetadata
{
    public const string Kind = "PartialObjectMetadata";
    public const string ListKind = "PartialObjectMetadataList";

    /// <summary>Whether the first range that this server knows is the metadata's.</summary>
    public static bool IsWanted(HttpRequest request, string kind) =>
        AcceptHeader.Ranges(request)
            .Where(r => r.Type is "application/json" or "*/*")
            .Select(r => r.Parameters.GetValueOrDefault("as"))
            .FirstOrDefault(form => form is null || form == kind) is not null;

    /// <summary>The object of a stored one's metadata.</summary>
    public static byte[] Of(ReadOnlySpan<byte> stored) =>
        [.. """{"kind":"PartialObjectMetadata","apiVersion":"meta.k8s.io/v1","metadata":"""u8, .. Metadata(stored), (byte)'}'];

    /// <summary>The list of a page's metadata.</summary>
    public static byte[] Of(ListPage page, ReadOnlySpan<byte> listMetadata)
    {
        using var list = new MemoryStream();
        list.Write("""{"kind":"PartialObjectMetadataList","apiVersion":"meta.k8s.io/v1","metadata":"""u8);
        list.Write(listMetadata);
        list.Write(""","items":["""u8);
        for (var index = 0; index < page.Items.Count; index++)
        {
            list.Write(index == 0 ? ""u8 : ","u8);
            list.Write(Of(page.Items[index].Json));
        }

        list.Write("]}"u8);
        return list.ToArray();
    }

    private static ReadOnlySpan<byte> Metadata(ReadOnlySpan<byte> stored)
    {
        var reader = new Utf8JsonReader(stored);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var found = reader.ValueTextEquals("metadata"u8);
            reader.Read();
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            if (found)
            {
                return stored[start..(int)reader.BytesConsumed];
            }
        }

        return "{}"u8;
    }
}
