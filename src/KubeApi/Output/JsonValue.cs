using System.Collections.Specialized;
using System.Globalization;
using System.Management.Automation;
using System.Numerics;
using System.Text;
using System.Text.Json;
using KubeApi.Client.Objects;

namespace KubeApi.Output;

/// <summary>Makes PowerShell values of JSON: an object's own objects and arrays stay JSON until they are read.</summary>
internal static class JsonValue
{
    private static readonly object s_true = true;
    private static readonly object s_false = false;

    /// <summary>The value that stands at a place.</summary>
    /// <param name="source">The bytes.</param>
    /// <param name="offset">Where the value begins.</param>
    /// <param name="except">A property of the outermost object to leave out.</param>
    /// <param name="origin">What the <c>name</c> of the outermost object is to carry; null for nothing.</param>
    /// <exception cref="JsonException">The bytes are no JSON.</exception>
    public static object? Parse(JsonSource source, int offset, ReadOnlySpan<byte> except = default, Provenance? origin = null)
    {
        var cursor = new JsonCursor(source.Bytes, offset);
        return cursor.Current == '{' ? ParseObject(source, ref cursor, except, origin) : ParseValue(source, ref cursor);
    }

    private static object? ParseValue(JsonSource source, ref JsonCursor cursor)
    {
        switch (cursor.Current)
        {
            case (byte)'{':
                return ParseObject(source, ref cursor, default, null);
            case (byte)'[':
                return ParseArray(source, ref cursor);
            default:
                var start = cursor.Position;
                cursor.SkipValue();
                return Scalar(source.Bytes.AsSpan(start..cursor.Position));
        }
    }

    private static object ParseObject(JsonSource source, ref JsonCursor cursor, ReadOnlySpan<byte> except, Provenance? origin)
    {
        var fields = JsonField.ReadAll(source, ref cursor, except);
        if (JsonField.NeedDictionary(fields))
        {
            return ToDictionary(source, fields);
        }

        var result = new PSObject();
        foreach (var field in fields)
        {
            result.Properties.Add(
                origin is not null && field is { Name: "name", Scalar: string } ? new OriginProperty(field.Name, field.Scalar, origin) : field.ToProperty(source),
                preValidated: true);
        }

        return result;
    }

    private static object?[] ParseArray(JsonSource source, ref JsonCursor cursor)
    {
        var items = new List<object?>();
        for (var more = cursor.Enter('['); more; more = cursor.Next('['))
        {
            items.Add(ParseValue(source, ref cursor));
        }

        return [.. items];
    }

    // Keys that PowerShell could not tell apart, or would take for its own.
    private static OrderedDictionary ToDictionary(JsonSource source, List<JsonField> fields)
    {
        var result = new OrderedDictionary(StringComparer.Ordinal);
        foreach (var field in fields)
        {
            result[field.Name] = field.IsNested ? Parse(source, field.Offset) : field.Scalar;
        }

        return result;
    }

    /// <summary>The value of a string, number, Boolean or null that was checked.</summary>
    public static object? Scalar(ReadOnlySpan<byte> json)
    {
        switch (json[0])
        {
            case (byte)'"':
                return json.Contains((byte)'\\') ? Unescape(json[1..^1]) : Encoding.UTF8.GetString(json[1..^1]);
            case (byte)'t':
                return s_true;
            case (byte)'f':
                return s_false;
            case (byte)'n':
                return null;
            default:
                var reader = new Utf8JsonReader(json);
                reader.Read();
                return Number(ref reader);
        }
    }

    /// <summary>The text that stands between quotes.</summary>
    public static string Unescape(ReadOnlySpan<byte> text)
    {
        var reader = new Utf8JsonReader((byte[])[(byte)'"', .. text, (byte)'"']);
        reader.Read();
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair, as an escape: valid JSON, and no text. PowerShell would show a getter that throws as $null.
            return Encoding.UTF8.GetString(text);
        }
    }

    // Each branch is boxed by itself: in one conditional expression every integer would become a double.
    private static object Number(ref Utf8JsonReader reader)
    {
        if (reader.TryGetInt64(out var integer))
        {
            return integer;
        }

        var digits = reader.ValueSpan;
        if (digits.IndexOfAny("eE."u8) < 0)
        {
            return BigInteger.Parse(Encoding.ASCII.GetString(digits), CultureInfo.InvariantCulture);
        }

        var number = reader.GetDouble();
        if (!double.IsFinite(number))
        {
            // No type holds it; its digits are better than infinity.
            return Encoding.ASCII.GetString(digits);
        }

        // A double holds 15 digits for sure, a decimal 28, but none behind the 28th place.
        return digits.Length > 16 && reader.TryGetDecimal(out var exact) && exact.ToString(CultureInfo.InvariantCulture) is var text
            && double.Parse(text, CultureInfo.InvariantCulture) == number && text != number.ToString("R", CultureInfo.InvariantCulture)
            ? exact
            : number;
    }
}
