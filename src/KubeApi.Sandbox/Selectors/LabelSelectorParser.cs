using System.Text.RegularExpressions;
using KubeApi.Sandbox.Errors;

namespace KubeApi.Sandbox.Selectors;

/// <summary>Parses `a=b,c in (d,e),!f`, with the real server's errors.</summary>
internal sealed partial class LabelSelectorParser
{
    private readonly List<string> _tokens;
    private int _position;
    private string _context = "";

    public LabelSelectorParser(string text)
    {
        _tokens = [.. TokenPattern().Matches(text).Select(match => match.Value)];
        // The end.
        _tokens.Add("");
    }

    private string Current => _tokens[_position];

    private bool IsIdentifier => Current.Length > 0 && !SymbolPattern().IsMatch(Current);

    public IReadOnlyList<LabelRequirement> Parse()
    {
        var requirements = new List<LabelRequirement>();
        while (Current.Length > 0)
        {
            if (!IsIdentifier && Current != "!")
            {
                throw Unexpected("!, identifier, or 'end of string'");
            }

            _context = "unable to parse requirement: ";
            requirements.Add(ParseRequirement());
            _context = "";
            if (Current.Length == 0)
            {
                break;
            }

            Expect(",", "',' or 'end of string'");
            if (!IsIdentifier && Current != "!")
            {
                throw Unexpected("identifier after ','");
            }
        }

        return requirements;
    }

    private LabelRequirement ParseRequirement()
    {
        if (Current == "!")
        {
            _position++;
            return new LabelRequirement(TakeKey(), "!", []);
        }

        var key = TakeKey();
        if (Current is "" or ",")
        {
            return new LabelRequirement(key, "exists", []);
        }

        var operation = Take();
        switch (operation)
        {
            case "in" or "notin":
                return new LabelRequirement(key, operation, TakeSet());
            case "=" or "==" or "!=":
                return new LabelRequirement(key, operation == "==" ? "=" : operation, [TakeValue()]);
            case ">" or "<":
                var bound = TakeValue();
                return long.TryParse(bound, out _)
                    ? new LabelRequirement(key, operation == ">" ? "gt" : "lt", [bound])
                    : throw ApiErrors.BadRequest(
                        $"{_context}values[0]: Invalid value: {ApiErrors.Quote(bound)}: for 'Gt', 'Lt' operators, the value must be an integer");
            default:
                _position--;
                throw Unexpected("in, notin, =, ==, !=, gt, lt");
        }
    }

    private string TakeKey()
    {
        if (!IsIdentifier)
        {
            throw Unexpected("identifier");
        }

        var key = Take();
        return KeyPattern().IsMatch(key)
            ? key
            : throw ApiErrors.BadRequest(
                $"{_context}<nil>: Invalid value: {ApiErrors.Quote(key)}: name part must consist of alphanumeric characters, '-', '_' or '.', "
                + "and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', "
                + "regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')");
    }

    // `a=` and `a=,b` select the empty value.
    private string TakeValue()
    {
        if (Current is "" or ",")
        {
            return "";
        }

        return IsIdentifier ? Take() : throw Unexpected("identifier");
    }

    private List<string> TakeSet()
    {
        Expect("(", "'('");
        var values = new List<string>();
        while (true)
        {
            if (IsIdentifier)
            {
                values.Add(Take());
            }
            else if (Current is "," or ")")
            {
                values.Add("");
            }
            else
            {
                throw Unexpected("',', ')' or identifier");
            }

            if (Current == ")")
            {
                _position++;
                return values;
            }

            Expect(",", "',' or ')'");
        }
    }

    private string Take() => _tokens[_position++];

    private void Expect(string token, string expected)
    {
        if (Current != token)
        {
            throw Unexpected(expected);
        }

        _position++;
    }

    private StatusException Unexpected(string expected) => ApiErrors.BadRequest($"{_context}found '{Current}', expected: {expected}");

    [GeneratedRegex(@"==|!=|[=!<>(),]|[^\s=!<>(),]+")]
    private static partial Regex TokenPattern();

    [GeneratedRegex(@"\A(==|!=|[=!<>(),])\z")]
    private static partial Regex SymbolPattern();

    [GeneratedRegex(@"\A([a-z0-9]([-a-z0-9.]*[a-z0-9])?/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?\z")]
    private static partial Regex KeyPattern();
}
