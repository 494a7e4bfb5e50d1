namespace KubeApi.Sandbox.Tables;

/// <summary>
/// The language of the cells in `Data/columns.json`: `spec.replicas | 0` is the first value that is not empty, `'text'`, `12` and `true` are literals,
/// `join(spec.containers.name)` calls one of <see cref="CellFunctions"/>. A path through a list returns a list; a part with dots is quoted.
/// </summary>
internal sealed class CellExpression
{
    private readonly string _text;
    private int _at;

    private CellExpression(string text) => _text = text;

    /// <exception cref="FormatException">The expression is invalid.</exception>
    public static Func<CellContext, JsonNode?> Parse(string text)
    {
        var parser = new CellExpression(text);
        var cell = parser.ReadAlternatives();
        return parser._at == text.Length ? cell : throw parser.Bad();
    }

    /// <summary>Whether a value is empty: missing, an empty string, list or map.</summary>
    public static bool IsEmpty(JsonNode? node) => node switch
    {
        null => true,
        JsonArray list => list.Count == 0,
        JsonObject map => map.Count == 0,
        JsonValue value => value.TryGetValue<string>(out var text) && text.Length == 0,
        _ => false,
    };

    private Func<CellContext, JsonNode?> ReadAlternatives()
    {
        var cell = ReadItem();
        while (TryTake('|'))
        {
            var (first, next) = (cell, ReadItem());
            cell = context => first(context) is var found && !IsEmpty(found) ? found : next(context);
        }

        return cell;
    }

    private Func<CellContext, JsonNode?> ReadItem()
    {
        SkipSpaces();
        if (_at < _text.Length && _text[_at] == '\'')
        {
            var literal = ReadQuoted();
            return _ => JsonValue.Create(literal);
        }

        var word = ReadWord();
        if (TryTake('('))
        {
            return ReadCall(word);
        }

        if (long.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return _ => JsonValue.Create(number);
        }

        return bool.TryParse(word, out var truth) ? _ => JsonValue.Create(truth) : ReadPath(word);
    }

    private Func<CellContext, JsonNode?> ReadCall(string name)
    {
        if (!CellFunctions.All.TryGetValue(name, out var function))
        {
            throw Bad();
        }

        var arguments = new List<Func<CellContext, JsonNode?>>();
        while (!TryTake(')'))
        {
            if (arguments.Count > 0 && !TryTake(','))
            {
                throw Bad();
            }

            arguments.Add(ReadAlternatives());
        }

        return context => function(context, [.. arguments.Select(argument => argument(context))]);
    }

    private Func<CellContext, JsonNode?> ReadPath(string first)
    {
        var parts = new List<string> { first };
        while (_at < _text.Length && _text[_at] == '.')
        {
            _at++;
            parts.Add(_at < _text.Length && _text[_at] == '\'' ? ReadQuoted() : ReadWord());
        }

        return context => parts.Aggregate((JsonNode?)context.Value, Step);
    }

    private static JsonNode? Step(JsonNode? node, string part) => node switch
    {
        JsonObject map => map[part],
        JsonArray list => new JsonArray([.. list.Select(item => Step(item, part)).SelectMany(Items).Select(item => item.DeepClone())]),
        _ => null,
    };

    private static IEnumerable<JsonNode> Items(JsonNode? node) => node is JsonArray list ? list.OfType<JsonNode>() : node is null ? [] : [node];

    private string ReadWord()
    {
        var start = _at;
        while (_at < _text.Length && (char.IsAsciiLetterOrDigit(_text[_at]) || _text[_at] == '-'))
        {
            _at++;
        }

        return _at > start ? _text[start.._at] : throw Bad();
    }

    private string ReadQuoted()
    {
        var end = _text.IndexOf('\'', _at + 1);
        if (end < 0)
        {
            throw Bad();
        }

        var text = _text[(_at + 1)..end];
        _at = end + 1;
        return text;
    }

    private bool TryTake(char expected)
    {
        SkipSpaces();
        if (_at == _text.Length || _text[_at] != expected)
        {
            return false;
        }

        _at++;
        return true;
    }

    private void SkipSpaces()
    {
        while (_at < _text.Length && _text[_at] == ' ')
        {
            _at++;
        }
    }

    private FormatException Bad() => new($"The cell '{_text}' cannot be read at {_at}.");
}
