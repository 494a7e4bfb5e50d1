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

    public KindChecks(JsonObject row)
    {
        _minimum = row["minimum"] as JsonObject ?? [];
        _values = row["values"] as JsonObject ?? [];
        _immutable = Texts(row["immutable"]);
        _fixed = row["fixed"] as JsonObject ?? [];
        _freezes = Texts(row["freezes"]);
        _selectsTemplate = row["selectsTemplate"] is not null;
        _bytes = row["bytes"] as JsonObject;
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

        if (current is null)
        {
            yield break;
        }

        foreach (var path in _immutable.Where(path => !JsonNode.DeepEquals(current.At(path), value.At(path))))
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

    // What the members of some maps hold together, in bytes.
    private static long Length(JsonObject value, JsonObject rule)
    {
        return Sum("text", Encoding.UTF8.GetByteCount) + Sum("base64", text => Base64.IsValid(text, out var length) ? length : 0);

        long Sum(string form, Func<string, int> length) =>
            Texts(rule[form]).SelectMany(map => value[map] as JsonObject ?? []).Sum(member => (long)length(member.Value?.ToString() ?? ""));
    }

    private static IReadOnlyList<string> Texts(JsonNode? list) => [.. (list as JsonArray ?? []).Select(text => text!.GetValue<string>())];
}
