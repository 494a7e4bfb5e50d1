using System.Management.Automation;
using System.Text;
using KubeApi.Client.Json;

namespace KubeApi.Output;

/// <summary>Reads strings of an object's metadata without parsing its other fields: a table of many objects needs few of them.</summary>
internal static class ObjectMetadata
{
    /// <summary>The string of a field of <c>metadata</c>; null if it is absent or not a string.</summary>
    public static string? Of(object? o, string name) =>
        o is PSObject own
        && own.Properties["metadata"] is MetadataProperty metadata
        && metadata.TryGetUntouched(out var json)
        && TryFind(json.Span, name, out var found)
            ? found
            : ObjectMember.Of(ObjectMember.Of(o, "metadata"), name) as string;

    // False if only a parsed object could decide: names with escapes.
    private static bool TryFind(ReadOnlySpan<byte> json, string name, out string? found)
    {
        found = null;
        var cursor = new JsonCursor(json);
        for (var more = cursor.Enter('{'); more; more = cursor.Next('{'))
        {
            var field = cursor.ReadName(out var isEscaped);
            if (isEscaped)
            {
                return false;
            }

            var start = cursor.Position;
            cursor.SkipValue();
            if (Ascii.Equals(field, name))
            {
                found = json[start] == '"' ? JsonValue.Scalar(json[start..cursor.Position]) as string : null;
                return true;
            }
        }

        return true;
    }
}
