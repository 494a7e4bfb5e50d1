using KubeApi.Sandbox.Json;

namespace KubeApi.Sandbox.Ownership;

/// <summary>
/// One step into an object: a field by name, an item of a list by its keys, an item of a set by its value, or an item by its index. Steps are sorted as in a
/// FieldsV1 document.
/// </summary>
internal sealed class PathElement : IComparable<PathElement>, IEquatable<PathElement>
{
    // In the order of a document.
    private const string Kinds = "fkvi";

    private readonly char _kind;
    private readonly (string Name, string Value)[] _parts;

    private PathElement(char kind, params (string Name, string Value)[] parts)
    {
        _kind = kind;
        _parts = parts;
    }

    /// <summary>The name of a field; null for items.</summary>
    public string? Name => _kind == 'f' ? _parts[0].Value : null;

    public bool IsKey => _kind == 'k';

    public static PathElement Field(string name) => new('f', ("", name));

    /// <summary>An item of a set.</summary>
    public static PathElement Item(JsonNode value) => new('v', ("", Literal(value)));

    /// <summary>An item of a list with keys.</summary>
    public static PathElement Item(IEnumerable<(string Name, JsonNode? Value)> keys) =>
        new('k', [.. keys.Select(key => (key.Name, Literal(key.Value))).OrderBy(key => key.Name, StringComparer.Ordinal)]);

    /// <summary>Null for an unknown kind of step, which is dropped.</summary>
    /// <exception cref="FormatException">The value is not a step.</exception>
    public static PathElement? Parse(string text)
    {
        if (text.Length < 2 || text[1] != ':')
        {
            throw new FormatException($"'{text}' is no step of a path.");
        }

        var rest = text[2..];
        try
        {
            return text[0] switch
            {
                'f' => Field(rest),
                'v' => new PathElement('v', ("", Literal(JsonText.Parse(Encoding.UTF8.GetBytes(rest))))),
                'k' => Item(((JsonObject)JsonText.Parse(Encoding.UTF8.GetBytes(rest))!).Select(key => (key.Key, key.Value))),
                'i' => new PathElement('i', ("", int.Parse(rest, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture))),
                _ => null,
            };
        }
        catch (Exception exception) when (exception is JsonException or InvalidCastException or OverflowException or NullReferenceException)
        {
            throw new FormatException($"'{text}' is no step of a path.", exception);
        }
    }

    /// <summary>As a FieldsV1 document names it: `f:data`, `k:{"name":"main"}`, `v:"x"`, `i:0`.</summary>
    public string ToText() => IsKey
        ? $"k:{{{string.Join(',', _parts.Select(part => $"{Literal(JsonValue.Create(part.Name))}:{part.Value}"))}}}"
        : $"{_kind}:{_parts[0].Value}";

    /// <summary>As messages show it: `.data`, `[name="main"]`, `[="x"]`, `[0]`.</summary>
    public override string ToString() => _kind switch
    {
        'f' => "." + _parts[0].Value,
        'k' => $"[{string.Join(',', _parts.Select(part => $"{part.Name}={part.Value}"))}]",
        'v' => $"[={_parts[0].Value}]",
        _ => $"[{_parts[0].Value}]",
    };

    public int CompareTo(PathElement? other)
    {
        if (other is null)
        {
            return 1;
        }

        if (_kind != other._kind)
        {
            return Kinds.IndexOf(_kind, StringComparison.Ordinal) - Kinds.IndexOf(other._kind, StringComparison.Ordinal);
        }

        for (var i = 0; i < Math.Min(_parts.Length, other._parts.Length); i++)
        {
            var (name, value) = _parts[i];
            var (otherName, otherValue) = other._parts[i];
            var order = string.CompareOrdinal(name, otherName);
            order = order != 0 ? order : _kind == 'f' ? string.CompareOrdinal(value, otherValue) : CompareLiterals(value, otherValue);
            if (order != 0)
            {
                return order;
            }
        }

        return _parts.Length - other._parts.Length;
    }

    public bool Equals(PathElement? other) => CompareTo(other) == 0;

    public override bool Equals(object? obj) => Equals(obj as PathElement);

    public override int GetHashCode() => _kind;

    private static string Literal(JsonNode? value) => JsonText.ToText(value);

    // Numbers come first, in numerical order.
    private static int CompareLiterals(string left, string right)
    {
        var isNumber = double.TryParse(left, CultureInfo.InvariantCulture, out var number);
        var isOtherNumber = double.TryParse(right, CultureInfo.InvariantCulture, out var otherNumber);
        return isNumber && isOtherNumber ? number.CompareTo(otherNumber) : isNumber ? -1 : isOtherNumber ? 1 : string.CompareOrdinal(left, right);
    }
}
