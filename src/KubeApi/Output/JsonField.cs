using System.Management.Automation;
using System.Text;
using KubeApi.Client.Json;

namespace KubeApi.Output;

/// <summary>One field of a JSON object: its name, and its value or the position of its JSON.</summary>
internal readonly record struct JsonField(string Name, object? Scalar, int Offset, int Length)
{
    private static readonly HashSet<string> s_reserved = new(StringComparer.OrdinalIgnoreCase)
    {
        "", "PSObject", "PSBase", "PSAdapted", "PSExtended", "PSTypeNames"
    };

    public bool IsNested => Length > 0;

    /// <summary>Reads the object at a cursor, and moves past it.</summary>
    public static List<JsonField> ReadAll(JsonSource source, ref JsonCursor cursor, ReadOnlySpan<byte> except)
    {
        var fields = new List<JsonField>(8);
        for (var more = cursor.Enter('{'); more; more = cursor.Next('{'))
        {
            var name = cursor.ReadName(out var isEscaped);
            var start = cursor.Position;
            var isNested = cursor.Current is (byte)'{' or (byte)'[';
            cursor.SkipValue();
            var text = isEscaped ? JsonText.Unescape(name) : null;
            if (except.IsEmpty || !(text is null ? name.SequenceEqual(except) : Ascii.Equals(except, text)))
            {
                text ??= source.Names.Get(name);
                fields.Add(isNested
                    ? new JsonField(text, null, start, cursor.Position - start)
                    : new JsonField(text, JsonValue.Scalar(source.Bytes.AsSpan(start..cursor.Position)), 0, 0));
            }
        }

        return fields;
    }

    /// <summary>Whether the names cannot all be properties of one PSObject: they differ only in case, repeat, or are PowerShell's own.</summary>
    public static bool NeedDictionary(List<JsonField> fields)
    {
        // A few names are compared faster than they are hashed.
        if (fields.Count > 12)
        {
            var seen = new HashSet<string>(fields.Count, StringComparer.OrdinalIgnoreCase);
            return fields.Exists(f => !seen.Add(f.Name) || s_reserved.Contains(f.Name));
        }

        for (var i = 0; i < fields.Count; i++)
        {
            var name = fields[i].Name;
            if (name.Length == 0 || (name[0] is 'P' or 'p' && s_reserved.Contains(name)))
            {
                return true;
            }

            for (var j = 0; j < i; j++)
            {
                if (name.Length == fields[j].Name.Length && name.Equals(fields[j].Name, StringComparison.OrdinalIgnoreCase))
                {
                    return true;
                }
            }
        }

        return false;
    }

    public object? ToValue(JsonSource source) => IsNested ? JsonValue.Parse(source, Offset) : Scalar;

    public PSNoteProperty ToProperty(JsonSource source) =>
        IsNested ? new JsonProperty(Name, source, Offset, Length) : new PSNoteProperty(Name, Scalar);
}
