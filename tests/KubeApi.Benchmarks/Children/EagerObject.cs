using System.Management.Automation;
using KubeApi.Client.Json;
using KubeApi.Output;

namespace KubeApi.Benchmarks.Children;

/// <summary>
/// Creates all values of a pod in one pass over its bytes, as a good eager reader would. The object is the same as the
/// module's.
/// </summary>
internal static class EagerObject
{
    public static PSObject Read(ReadOnlySpan<byte> json, NameTable names)
    {
        var result = new PSObject();
        result.Properties.Add(new PSNoteProperty("apiVersion", "v1"), preValidated: true);
        result.Properties.Add(new PSNoteProperty("kind", "Pod"), preValidated: true);
        var cursor = new JsonCursor(json);
        AddProperties(result, json, ref cursor, names);
        result.TypeNames.Insert(0, ApiObject.TypeName);
        result.TypeNames.Insert(0, ApiObject.TypeName + "#v1/Pod");
        return result;
    }

    private static void AddProperties(PSObject result, ReadOnlySpan<byte> json, ref JsonCursor cursor, NameTable names)
    {
        for (var more = cursor.Enter('{'); more; more = cursor.Next('{'))
        {
            var raw = cursor.ReadName(out var isEscaped);
            if (raw.SequenceEqual("managedFields"u8))
            {
                // The module omits them, too.
                cursor.SkipValue();
                continue;
            }

            var name = isEscaped ? JsonText.Unescape(raw) : names.Get(raw);
            result.Properties.Add(new PSNoteProperty(name, Value(json, ref cursor, names)), preValidated: true);
        }
    }

    private static object? Value(ReadOnlySpan<byte> json, ref JsonCursor cursor, NameTable names)
    {
        switch (cursor.Current)
        {
            case (byte)'{':
                var result = new PSObject();
                AddProperties(result, json, ref cursor, names);
                return result;
            case (byte)'[':
                var items = new List<object?>();
                for (var more = cursor.Enter('['); more; more = cursor.Next('['))
                {
                    items.Add(Value(json, ref cursor, names));
                }

                return items.ToArray();
            default:
                var start = cursor.Position;
                cursor.SkipValue();
                return JsonValue.Scalar(json[start..cursor.Position]);
        }
    }
}
