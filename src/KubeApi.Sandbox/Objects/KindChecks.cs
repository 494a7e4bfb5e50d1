using System.Buffers.Text;
using System.Text;
using System.Text.Json.Nodes;
using KubeApi.Sandbox.Errors;

namespace KubeApi.Sandbox.Objects;

/// <summary>The validation of a kind beyond its types, one row of `Data/kinds.json`. Paths are dotted.</summary>
internal sealed class KindChecks
{
    private readonly JsonObject? _bytes;
    private readonly IReadOnlyList<string> _keys;
    private readonly JsonObject? _resources;
    private readonly JsonObject? _reserved;
    private readonly JsonObject? _composed;
    private readonly ChangeChecks _changes;

    public KindChecks(JsonObject row)
    {
        _bytes = row["bytes"] as JsonObject;
        _keys = row["keys"].Texts();
        _resources = row["resources"] as JsonObject;
        _reserved = row["reserved"] as JsonObject;
        _composed = row["composed"] as JsonObject;
        _changes = new ChangeChecks(row);
    }

    /// <summary>Validates a new or an updated object.</summary>
    public IEnumerable<StatusCause> Validate(JsonObject value)
    {
        foreach (var (map, key) in _keys.SelectMany(map => (value[map] as JsonObject ?? []).Select(member => (map, member.Key))))
        {
            foreach (var error in KeyRule.Validate(key))
            {
                yield return ApiErrors.InvalidValue($"{map}[{key}]", ApiErrors.Quote(key), error);
            }
        }

        foreach (var key in _keys.Skip(1).SelectMany(map => (value[map] as JsonObject ?? []).Select(member => member.Key)).Where(
            key => value[_keys[0]]?[key] is not null))
        {
            yield return ApiErrors.InvalidValue($"{_keys[0]}[{key}]", ApiErrors.Quote(key), $"duplicate of key present in {_keys[1]}");
        }

        foreach (var cause in ResourceNames(value).Concat(ReservedNames(value)))
        {
            yield return cause;
        }

        if (_bytes is not null && Length(value, _bytes) > _bytes.IntegerAt("most"))
        {
            yield return ApiErrors.TooLong(_bytes.StringAt("place")!, _bytes.IntegerAt("most")!.Value);
        }
    }

    /// <summary>Validates the changes of an update.</summary>
    public IEnumerable<StatusCause> Changes(JsonObject value, JsonObject current) => _changes.Validate(value, current);

    // Countable resources; a name with a domain is always valid.
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
            if (name.Contains('/', StringComparison.Ordinal) || known.Contains(name)
                || prefixes.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal)))
            {
                continue;
            }

            if (!elsewhere.Contains(name))
            {
                yield return ApiErrors.InvalidValue($"{path}[{name}]", ApiErrors.Quote(name), "must be a standard resource type or fully qualified");
            }

            yield return ApiErrors.InvalidValue($"{path}[{name}]", ApiErrors.Quote(name), rule.StringAt("message")!);
        }
    }

    // Names that are reserved for the system, and values that only they may have.
    private IEnumerable<StatusCause> ReservedNames(JsonObject value)
    {
        // A name that is composed of fields.
        if (_composed is { } rule && string.Join('.', rule["of"].Texts().Select(field => value.StringAt(field))) is var wanted
            && value.StringAt("metadata.name") is { } given && given != wanted)
        {
            yield return ApiErrors.InvalidValue(
                "metadata.name", ApiErrors.Quote(given), $"{rule.StringAt("message")}: {ApiErrors.Quote(wanted)}");
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
                yield return ApiErrors.Forbidden(path, _reserved.StringAt("tooMuch")!);
            }
        }
        else if ((_reserved["known"] as JsonObject)?[own] is not { } known)
        {
            yield return ApiErrors.Forbidden("metadata.name", $"{_reserved.StringAt("message")} error: {own} is not a known system priority class");
        }
        else if (value.IntegerAt(path) != known.GetValue<long>())
        {
            yield return ApiErrors.Forbidden("metadata.name", $"{_reserved.StringAt("message")} error: value of {own} PriorityClass must be {known}");
        }
    }

    // The total size of the members of some maps, in bytes.
    private static long Length(JsonObject value, JsonObject rule)
    {
        return Sum("text", Encoding.UTF8.GetByteCount) + Sum("base64", text => Base64.IsValid(text, out var length) ? length : 0);

        long Sum(string form, Func<string, int> length) =>
            rule[form].Texts().SelectMany(map => value[map] as JsonObject ?? []).Sum(member => (long)length(member.Value?.ToString() ?? ""));
    }
}
