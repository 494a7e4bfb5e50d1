using System.Text.RegularExpressions;
using KubeApi.Sandbox.Errors;
using KubeApi.Sandbox.Store;
using KubeApi.Sandbox.Types;

namespace KubeApi.Sandbox.Selectors;

/// <summary>`metadata.name=web,status.phase!=Running`; the kind determines the supported fields.</summary>
internal sealed partial class FieldSelector
{
    private readonly List<(string Field, bool IsEqual, string Value)> _requirements = [];
    private readonly ResourceType _type;

    private FieldSelector(ResourceType type) => _type = type;

    public bool IsEmpty => _requirements.Count == 0;

    public static FieldSelector Parse(string? text, ResourceType type)
    {
        var selector = new FieldSelector(type);
        foreach (var term in text is null ? [] : SeparatorPattern().Split(text).Where(term => term.Length > 0))
        {
            var match = TermPattern().Match(term);
            if (!match.Success)
            {
                throw ApiErrors.BadRequest($"invalid selector: '{text}'; can't understand '{term}'");
            }

            var field = match.Groups["field"].Value;
            selector.Check(field);
            selector._requirements.Add((field, match.Groups["operator"].Value != "!=", EscapePattern().Replace(match.Groups["value"].Value, "$1")));
        }

        return selector;
    }

    public bool Matches(StoredObject value)
    {
        foreach (var (field, isEqual, wanted) in _requirements)
        {
            var actual = field switch
            {
                "metadata.name" => value.Name,
                "metadata.namespace" => value.Namespace,
                _ => value.Field(_type.Rules, field),
            };
            if (actual == wanted != isEqual)
            {
                return false;
            }
        }

        return true;
    }

    private void Check(string field)
    {
        if (field is "metadata.name" or "metadata.namespace" || _type.Rules.Fields.ContainsKey(field))
        {
            return;
        }

        throw ApiErrors.BadRequest(_type.Rules.Fields.Count == 0
            ? $"{ApiErrors.Quote(field)} is not a known field selector: only \"metadata.name\", \"metadata.namespace\""
            : $"field label not supported: {field}");
    }

    [GeneratedRegex(@"(?<!\\),")]
    private static partial Regex SeparatorPattern();

    [GeneratedRegex(@"\A(?<field>[^=!]+?)(?<operator>==|!=|=)(?<value>.*)\z", RegexOptions.Singleline)]
    private static partial Regex TermPattern();

    [GeneratedRegex(@"\\([\\,=])")]
    private static partial Regex EscapePattern();
}
