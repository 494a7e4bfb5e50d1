using System.Collections.Specialized;
using System.Globalization;
using System.Management.Automation;
using System.Numerics;
using System.Text.Json;
using KubeApi.Client.Objects;

namespace KubeApi.Output;

/// <summary>Makes PowerShell values of JSON: an object's own objects and arrays stay JSON until they are read.</summary>
internal static class JsonValue
{
    private static readonly object s_true = true;
    private static readonly object s_false = false;

    /// <summary>The value of a slice.</summary>
    /// <param name="source">The bytes.</param>
    /// <param name="offset">Where the slice begins.</param>
    /// <param name="length">Its length in bytes.</param>
    /// <param name="except">A property of the outermost object to leave out.</param>
    /// <param name="origin">What the <c>name</c> of the outermost object is to carry; null for nothing.</param>
    public static object? Parse(JsonSource source, int offset, int length, ReadOnlySpan<byte> except = default, ObjectOrigin? origin = null)
    {
        var reader = new Utf8JsonReader(source.Bytes.AsSpan(offset, length), JsonLimits.ReaderOptions);
        reader.Read();
        return reader.TokenType switch
        {
            JsonTokenType.StartObject => ParseObject(source, ref reader, offset, except, origin),
            JsonTokenType.StartArray => ParseArray(source, ref reader, offset),
            _ => Scalar(ref reader),
        };
    }

    /// <summary>Adds the properties of the object that a reader stands at.</summary>
    private static object ParseObject(JsonSource source, ref Utf8JsonReader reader, int offset, ReadOnlySpan<byte> except, ObjectOrigin? origin)
    {
        var fields = JsonField.ReadAll(source, ref reader, offset, except);
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

    private static object?[] ParseArray(JsonSource source, ref Utf8JsonReader reader, int offset)
    {
        var items = new List<object?>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            items.Add(reader.TokenType switch
            {
                JsonTokenType.StartObject => ParseObject(source, ref reader, offset, default, null),
                JsonTokenType.StartArray => ParseArray(source, ref reader, offset),
                _ => Scalar(ref reader),
            });
        }

        return [.. items];
    }

    // Keys that PowerShell could not tell apart, or would take for its own.
    private static OrderedDictionary ToDictionary(JsonSource source, List<JsonField> fields)
    {
        var result = new OrderedDictionary(StringComparer.Ordinal);
        foreach (var field in fields)
        {
            result[field.Name] = field.IsNested ? Parse(source, field.Offset, field.Length) : field.Scalar;
        }

        return result;
    }

    /// <summary>The value of a string, number, Boolean or null.</summary>
    public static object? Scalar(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.String => Text(ref reader),
        JsonTokenType.Number => Number(ref reader),
        JsonTokenType.True => s_true,
        JsonTokenType.False => s_false,
        _ => null,
    };

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
            return BigInteger.Parse(System.Text.Encoding.ASCII.GetString(digits), CultureInfo.InvariantCulture);
        }

        var number = reader.GetDouble();
        if (!double.IsFinite(number))
        {
            // No type holds it; its digits are better than infinity.
            return System.Text.Encoding.ASCII.GetString(digits);
        }

        // A double holds 15 digits for sure, a decimal 28.
        return digits.Length > 16 && reader.TryGetDecimal(out var exact) && exact.ToString(CultureInfo.InvariantCulture) != number.ToString("R", CultureInfo.InvariantCulture)
            ? exact
            : number;
    }

    private static string Text(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair, as an escape: valid JSON, and no text. PowerShell would show a getter that throws as $null.
            return System.Text.Encoding.UTF8.GetString(reader.ValueSpan);
        }
    }
}
