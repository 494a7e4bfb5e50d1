using System.Buffers.Text;
using System.Text;
using System.Text.Json.Nodes;
using KubeApi.Sandbox.Errors;

namespace KubeApi.Sandbox.Objects;

/// <summary>What a kind asks of its objects beyond its schema, one row of `Data/kinds.json`. Paths are dotted.</summary>
internal sealed class KindChecks
{
    private readonly JsonObject _minimum;
    private readonly JsonObject _values;
    private readonly bool _selectsTemplate;
    private readonly JsonObject? _bytes;
    private readonly string? _schedule;
    private readonly IReadOnlyList<string> _keys;
    private readonly JsonObject _members;
    private readonly JsonObject _notBelow;
    private readonly JsonObject _chosen;
    private readonly JsonObject _above;
    private readonly JsonObject _required;
    private readonly JsonObject? _needsOne;
    private readonly JsonObject? _notBoth;
    private readonly JsonObject? _resources;
    private readonly JsonObject? _reserved;
    private readonly JsonObject? _composed;
    private readonly ChangeChecks _changes;

    public KindChecks(JsonObject row)
    {
        _minimum = row["minimum"] as JsonObject ?? [];
        _values = row["values"] as JsonObject ?? [];
        _selectsTemplate = row["selectsTemplate"] is not null;
        _bytes = row["bytes"] as JsonObject;
        _schedule = row.StringAt("schedule");
        _keys = row["keys"].Texts();
        _members = row["members"] as JsonObject ?? [];
        _notBelow = row["notBelow"] as JsonObject ?? [];
        _chosen = row["chosen"] as JsonObject ?? [];
        _above = row["above"] as JsonObject ?? [];
        _required = row["required"] as JsonObject ?? [];
        _needsOne = row["needsOne"] as JsonObject;
        _notBoth = row["notBoth"] as JsonObject;
        _resources = row["resources"] as JsonObject;
        _reserved = row["reserved"] as JsonObject;
        _composed = row["composed"] as JsonObject;
        _changes = new ChangeChecks(row);
    }

    /// <summary>What is wrong with the numbers, and with a selector that must match the labels of the pods it makes.</summary>
    public IEnumerable<StatusCause> First(JsonObject value)
    {
        foreach (var (path, least) in _minimum)
        {
            if (value.IntegerAt(path) is { } number && number < least!.GetValue<long>())
            {
                yield return StatusAnswers.InvalidValue(path, value.At(path)!.ToJsonString(), $"must be greater than or equal to {least}");
            }
        }

        foreach (var (path, floor) in _above)
        {
            if (value.IntegerAt(path) is { } number && number <= floor!.GetValue<long>())
            {
                yield return StatusAnswers.InvalidValue(path, value.At(path)!.ToJsonString(), $"must be greater than {floor}");
            }
        }

        foreach (var (path, other) in _notBelow)
        {
            var least = other!.GetValue<string>();
            if (value.IntegerAt(path) < value.IntegerAt(least))
            {
                yield return StatusAnswers.InvalidValue(path, value.At(path)!.ToJsonString(), $"must be greater than or equal to `{least[(least.LastIndexOf('.') + 1)..]}`");
            }
        }

        if (_schedule is not null && value.StringAt(_schedule) is { Length: > 0 } schedule && CronSchedule.Complaint(schedule) is { } fault)
        {
            yield return StatusAnswers.InvalidValue(_schedule, StatusAnswers.Quote(schedule), fault);
        }

        foreach (var (map, key) in _keys.SelectMany(map => (value[map] as JsonObject ?? []).Select(member => (map, member.Key))))
        {
            foreach (var complaint in KeyRule.Complaints(key))
            {
                yield return StatusAnswers.InvalidValue($"{map}[{key}]", StatusAnswers.Quote(key), complaint);
            }
        }

        // What some types of an object cannot be without.
        foreach (var key in _members[value.StringAt("type") ?? ""].Texts().Where(key => value["data"]?[key] is null))
        {
            yield return StatusAnswers.Required($"data[{key}]");
        }

        foreach (var cause in Parts(value).Concat(ResourceNames(value)).Concat(ReservedNames(value)))
        {
            yield return cause;
        }

        if (_bytes is not null && Length(value, _bytes) > _bytes.IntegerAt("most"))
        {
            yield return StatusAnswers.TooLong(_bytes.StringAt("place")!, _bytes.IntegerAt("most")!.Value);
        }

        if (_selectsTemplate && value.At("spec.selector.matchLabels") is JsonObject wanted)
        {
            var labels = value.At("spec.template.metadata.labels") as JsonObject;
            if (wanted.Any(label => labels?[label.Key]?.ToString() != label.Value?.ToString()))
            {
                yield return StatusAnswers.InvalidValue("spec.template.metadata.labels", JsonText.ToText(labels), "`selector` does not match template `labels`");
            }
        }
    }

    /// <summary>What may be right elsewhere, but not in this kind; and what may not change any more.</summary>
    /// <param name="current">What is stored; null for a new object.</param>
    public IEnumerable<StatusCause> Last(JsonObject value, JsonObject? current)
    {
        foreach (var (path, supported) in _values)
        {
            if (value.StringAt(path) is { } text && !supported.Texts().Contains(text))
            {
                yield return StatusAnswers.Unsupported(path, text, supported.Texts());
            }
        }

        // The default is none of them, so that it must be chosen.
        foreach (var (path, choices) in _chosen)
        {
            if (value.StringAt(path) is { } text && !choices.Texts().Contains(text))
            {
                yield return StatusAnswers.Required(path, $"valid values: {string.Join(", ", choices.Texts().Select(StatusAnswers.Quote))}");
            }
        }

        foreach (var cause in current is null ? [] : _changes.Complaints(value, current))
        {
            yield return cause;
        }
    }

    // What an object cannot be without, and what does not go together.
    private IEnumerable<StatusCause> Parts(JsonObject value)
    {
        foreach (var (path, rule) in _required)
        {
            if (value.At(path) is null or JsonArray { Count: 0 })
            {
                yield return StatusAnswers.Required((rule as JsonObject)?.StringAt("field") ?? path, (rule as JsonObject)?.StringAt("complaint"));
            }
        }

        if (_needsOne is not null && value.At(_needsOne.StringAt("in")!) is var parts
            && _needsOne["of"].Texts().All(name => (parts as JsonObject)?[name] is null or JsonArray { Count: 0 }))
        {
            yield return StatusAnswers.InvalidValue(_needsOne.StringAt("in")!, "null", _needsOne.StringAt("complaint")!);
        }

        if (_notBoth is not null && value.At(_notBoth.StringAt("in")!) is JsonObject both && _notBoth["of"].Texts().All(name => both[name] is not null))
        {
            var shown = new JsonObject(_notBoth["shown"].Texts().Select(name => KeyValuePair.Create(name, both[name]?.DeepClone())));
            yield return StatusAnswers.InvalidValue(_notBoth.StringAt("in")!, GoText.Members(shown), _notBoth.StringAt("complaint")!);
        }
    }

    // Of what a server counts; a name with a domain is anybody's.
    private IEnumerable<StatusCause> ResourceNames(JsonObject value)
    {
        if (_resources is not { } rule)
        {
            yield break;
        }

        var path = rule.StringAt("in")!;
        var (known, elsewhere, prefixes) = (rule["names"].Texts(), rule["elsewhere"].Texts(), rule["prefixes"].Texts());
        foreach (var (name, _) in value.At(path) as JsonObject ?? [])
        {
            if (name.Contains('/', StringComparison.Ordinal) || known.Contains(name) || prefixes.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal)))
            {
                continue;
            }

            if (!elsewhere.Contains(name))
            {
                yield return StatusAnswers.InvalidValue($"{path}[{name}]", StatusAnswers.Quote(name), "must be a standard resource type or fully qualified");
            }

            yield return StatusAnswers.InvalidValue($"{path}[{name}]", StatusAnswers.Quote(name), rule.StringAt("complaint")!);
        }
    }

    // The system's own names, and what only they may have.
    private IEnumerable<StatusCause> ReservedNames(JsonObject value)
    {
        // A name that is made of fields.
        if (_composed is { } rule && string.Join('.', rule["of"].Texts().Select(field => value.StringAt(field))) is var wanted && value.StringAt("metadata.name") is { } given && given != wanted)
        {
            yield return StatusAnswers.InvalidValue("metadata.name", StatusAnswers.Quote(given), $"{rule.StringAt("complaint")}: {StatusAnswers.Quote(wanted)}");
        }

        if (_reserved is null || value.StringAt("metadata.name") is not { } own)
        {
            yield break;
        }

        var path = _reserved.StringAt("value")!;
        if (!own.StartsWith(_reserved.StringAt("prefix")!, StringComparison.Ordinal))
        {
            if (value.IntegerAt(path) > _reserved.IntegerAt("most"))
            {
                yield return StatusAnswers.Forbidden(path, _reserved.StringAt("tooMuch")!);
            }
        }
        else if ((_reserved["known"] as JsonObject)?[own] is not { } known)
        {
            yield return StatusAnswers.Forbidden("metadata.name", $"{_reserved.StringAt("complaint")} error: {own} is not a known system priority class");
        }
        else if (value.IntegerAt(path) != known.GetValue<long>())
        {
            yield return StatusAnswers.Forbidden("metadata.name", $"{_reserved.StringAt("complaint")} error: value of {own} PriorityClass must be {known}");
        }
    }

    // What the members of some maps hold together, in bytes.
    private static long Length(JsonObject value, JsonObject rule)
    {
        return Sum("text", Encoding.UTF8.GetByteCount) + Sum("base64", text => Base64.IsValid(text, out var length) ? length : 0);

        long Sum(string form, Func<string, int> length) =>
            rule[form].Texts().SelectMany(map => value[map] as JsonObject ?? []).Sum(member => (long)length(member.Value?.ToString() ?? ""));
    }
}
