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
    private readonly IReadOnlyList<string> _immutable;
    private readonly JsonObject _fixed;
    private readonly IReadOnlyList<string> _freezes;
    private readonly bool _selectsTemplate;
    private readonly JsonObject? _bytes;
    private readonly string? _schedule;
    private readonly IReadOnlyList<string> _keys;
    private readonly JsonObject _members;
    private readonly JsonObject _notBelow;
    private readonly JsonObject? _others;
    private readonly JsonObject _chosen;
    private readonly JsonObject _immutableIf;

    public KindChecks(JsonObject row)
    {
        _minimum = row["minimum"] as JsonObject ?? [];
        _values = row["values"] as JsonObject ?? [];
        _immutable = Texts(row["immutable"]);
        _fixed = row["fixed"] as JsonObject ?? [];
        _freezes = Texts(row["freezes"]);
        _selectsTemplate = row["selectsTemplate"] is not null;
        _bytes = row["bytes"] as JsonObject;
        _schedule = row.StringAt("schedule");
        _keys = Texts(row["keys"]);
        _members = row["members"] as JsonObject ?? [];
        _notBelow = row["notBelow"] as JsonObject ?? [];
        _others = row["others"] as JsonObject;
        _chosen = row["chosen"] as JsonObject ?? [];
        _immutableIf = row["immutableIf"] as JsonObject ?? [];
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
        foreach (var key in Texts(_members[value.StringAt("type") ?? ""]).Where(key => value["data"]?[key] is null))
        {
            yield return StatusAnswers.Required($"data[{key}]");
        }

        if (_bytes is not null && Length(value, _bytes) > _bytes.IntegerAt("most"))
        {
            yield return StatusAnswers.TooLong(_bytes.StringAt("place")!, _bytes.IntegerAt("most")!.Value);
        }

        if (_selectsTemplate && value.At("spec.selector.matchLabels") is JsonObject wanted)
        {
            var labels = value.At("spec.template.metadata.labels") as JsonObject ?? [];
            if (wanted.Any(label => labels[label.Key]?.ToString() != label.Value?.ToString()))
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
            if (value.StringAt(path) is { } text && !Texts(supported).Contains(text))
            {
                yield return StatusAnswers.Unsupported(path, text, Texts(supported));
            }
        }

        // The default is none of them, so that it must be chosen.
        foreach (var (path, choices) in _chosen)
        {
            if (value.StringAt(path) is { } text && !Texts(choices).Contains(text))
            {
                yield return StatusAnswers.Required(path, $"valid values: {string.Join(", ", Texts(choices).Select(StatusAnswers.Quote))}");
            }
        }

        if (current is null)
        {
            yield break;
        }

        if (_others is not null && OthersDiffer(current, value, _others))
        {
            yield return StatusAnswers.Forbidden(_others.StringAt("in")!, _others.StringAt("complaint")!);
        }

        foreach (var path in Immutable(current).Where(path => !JsonNode.DeepEquals(current.At(path), value.At(path))))
        {
            yield return StatusAnswers.InvalidValue(path, JsonText.ToText(value.At(path)), "field is immutable");
        }

        // Complaints of their own, which show the field as the server has it in memory: its names in capitals.
        foreach (var (path, complaint) in _fixed.Where(entry => !JsonNode.DeepEquals(current.At(entry.Key), value.At(entry.Key))))
        {
            var shown = new JsonObject((value.At(path) as JsonObject ?? [])
                .Select(member => KeyValuePair.Create(member.Key == "apiGroup" ? "APIGroup" : char.ToUpperInvariant(member.Key[0]) + member.Key[1..], member.Value?.DeepClone())));
            yield return StatusAnswers.InvalidValue(path, JsonText.ToText(shown), complaint!.GetValue<string>());
        }

        // What the object's own field `immutable` has closed for good.
        if (current["immutable"]?.ToJsonString() == "true")
        {
            foreach (var path in _freezes.Where(path => !JsonNode.DeepEquals(current.At(path), value.At(path))))
            {
                yield return StatusAnswers.Forbidden(path, "field is immutable when `immutable` is set");
            }
        }
    }

    private IEnumerable<string> Immutable(JsonObject current) =>
        [.. _immutableIf.Where(entry => entry.Value!.GetValue<string>().Split('=') is [var path, var text] && current.StringAt(path) == text).Select(entry => entry.Key), .. _immutable];

    private static bool OthersDiffer(JsonObject current, JsonObject value, JsonObject rule)
    {
        var (before, after) = (current.At(rule.StringAt("in")!) as JsonObject ?? [], value.At(rule.StringAt("in")!) as JsonObject ?? []);
        return before.Select(member => member.Key).Union(after.Select(member => member.Key)).Except(Texts(rule["may"]))
            .Any(name => !JsonNode.DeepEquals(before[name], after[name]));
    }

    // What the members of some maps hold together, in bytes.
    private static long Length(JsonObject value, JsonObject rule)
    {
        return Sum("text", Encoding.UTF8.GetByteCount) + Sum("base64", text => Base64.IsValid(text, out var length) ? length : 0);

        long Sum(string form, Func<string, int> length) =>
            Texts(rule[form]).SelectMany(map => value[map] as JsonObject ?? []).Sum(member => (long)length(member.Value?.ToString() ?? ""));
    }

    private static IReadOnlyList<string> Texts(JsonNode? list) => [.. (list as JsonArray ?? []).Select(text => text!.GetValue<string>())];
}
