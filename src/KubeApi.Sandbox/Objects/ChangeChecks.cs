using System.Text.Json.Nodes;
using KubeApi.Sandbox.Errors;
using KubeApi.Sandbox.Rules;

namespace KubeApi.Sandbox.Objects;

/// <summary>The rules for updates of a kind, one row of `Data/kinds.json`. Paths are dotted; `list[].name` is that of each item.</summary>
internal sealed class ChangeChecks
{
    private readonly JsonObject _sameNumber;
    private readonly JsonObject _onlyAdded;
    private readonly JsonObject _onlyMore;
    private readonly JsonObject _onlyRemoved;
    private readonly IReadOnlyList<string> _onlyDown;
    private readonly JsonObject? _others;
    private readonly JsonObject _notLess;
    private readonly IReadOnlyList<string> _immutable;
    private readonly JsonObject _immutableIf;
    private readonly JsonObject _loose;
    private readonly JsonObject _kept;
    private readonly JsonObject _fixed;
    private readonly IReadOnlyList<string> _freezes;

    public ChangeChecks(JsonObject row)
    {
        _sameNumber = row["sameNumber"] as JsonObject ?? [];
        _onlyAdded = row["onlyAdded"] as JsonObject ?? [];
        _onlyMore = row["onlyMore"] as JsonObject ?? [];
        _onlyRemoved = row["onlyRemoved"] as JsonObject ?? [];
        _onlyDown = row["onlyDown"].Texts();
        _others = row["others"] as JsonObject;
        _notLess = row["notLess"] as JsonObject ?? [];
        _immutable = row["immutable"].Texts();
        _immutableIf = row["immutableIf"] as JsonObject ?? [];
        _loose = row["loose"] as JsonObject ?? [];
        _kept = row["kept"] as JsonObject ?? [];
        _fixed = row["fixed"] as JsonObject ?? [];
        _freezes = row["freezes"].Texts();
    }

    public IEnumerable<StatusCause> Validate(JsonObject value, JsonObject current)
    {
        var added = _sameNumber.Where(entry => Items(value, entry.Key).Count != Items(current, entry.Key).Count).ToList();
        if (added.Count > 0)
        {
            // The server stops at a difference of the parts.
            return [ApiErrors.Forbidden(added[0].Key, added[0].Value!.GetValue<string>())];
        }

        return [.. Lists(value, current), .. Numbers(value, current), .. Others(value, current), .. Fields(value, current)];
    }

    private IEnumerable<StatusCause> Lists(JsonObject value, JsonObject current)
    {
        foreach (var (path, rule) in _onlyAdded)
        {
            var but = rule!["but"].Texts();
            var after = Items(value, path).Select(item => Without(item, but)).ToList();
            if (Items(current, path).Select(item => Without(item, but)).Any(item => !after.Exists(other => JsonNode.DeepEquals(item, other))))
            {
                yield return ApiErrors.Forbidden(path, ((JsonObject)rule).StringAt("message")!);
            }
        }

        // Maps whose existing members cannot change.
        foreach (var (path, rule) in _onlyMore.Where(entry => Holds(((JsonObject)entry.Value!).StringAt("if")!, current)))
        {
            var after = value.At(path) as JsonObject ?? [];
            if ((current.At(path) as JsonObject ?? []).Any(member => !JsonNode.DeepEquals(member.Value, after[member.Key])))
            {
                yield return ApiErrors.InvalidValue(path, JsonText.ToText(value.At(path)), ((JsonObject)rule!).StringAt("message")!);
            }
        }

        // Lists of items with names.
        foreach (var (path, error) in _onlyRemoved)
        {
            var before = Names(current, path).ToHashSet(StringComparer.Ordinal);
            foreach (var (index, name) in Names(value, path).Index().Where(entry => !before.Contains(entry.Item)))
            {
                yield return ApiErrors.Forbidden($"{path}[{index}].name", $"{error} '{name}'");
            }
        }
    }

    private IEnumerable<StatusCause> Numbers(JsonObject value, JsonObject current)
    {
        foreach (var path in _onlyDown)
        {
            var (before, after) = (current.IntegerAt(path), value.IntegerAt(path));
            if (after > before)
            {
                yield return ApiErrors.InvalidValue(path, value.At(path)!.ToJsonString(), "must be less than or equal to previous value");
            }
            else if (before is not null && after is null)
            {
                yield return ApiErrors.InvalidValue(path, "null", "must not update from a positive integer to nil value");
            }
        }

        foreach (var (path, rule) in _notLess)
        {
            var (before, after) = (Quantity.Parse(current.TextAt(path)), Quantity.Parse(value.TextAt(path)));
            var floor = current.TextAt(rule!["than"]!.GetValue<string>());
            if (after.CompareTo(before) < 0 && floor is not null && after.CompareTo(Quantity.Parse(floor)) <= 0)
            {
                yield return ApiErrors.Forbidden(path, ((JsonObject)rule).StringAt("message")!);
            }
        }
    }

    private IEnumerable<StatusCause> Others(JsonObject value, JsonObject current)
    {
        if (_others is null)
        {
            yield break;
        }

        var path = _others.StringAt("in")!;
        var (before, after) = (current.At(path) as JsonObject ?? [], value.At(path) as JsonObject ?? []);
        string[] may =
        [
            .. _others["may"].Texts(),
            .. (_others["mayIf"] as JsonObject ?? []).Where(entry => Holds(entry.Value!.GetValue<string>(), current)).Select(entry => entry.Key),
            .. _others["once"].Texts().Where(name => before.At(name) is null),
        ];
        if (!JsonNode.DeepEquals(Without(before, may), Without(after, may)))
        {
            yield return ApiErrors.Forbidden(_others.StringAt("at") ?? path, _others.StringAt("message")!);
        }
    }

    private IEnumerable<StatusCause> Fields(JsonObject value, JsonObject current)
    {
        foreach (var (path, shown) in Immutable(current).Select(Shown).Where(entry => !IsSame(entry.Path, value, current)))
        {
            yield return ApiErrors.InvalidValue(shown, JsonText.ToText(value.At(path)), "field is immutable");
        }

        foreach (var (path, error) in _kept.Where(entry => !IsSame(entry.Key, value, current)))
        {
            yield return ApiErrors.Forbidden(path, error!.GetValue<string>());
        }

        // These errors show the field as the server has it in memory, with its Go names.
        foreach (var (path, error) in _fixed.Where(entry => !IsSame(entry.Key, value, current)))
        {
            yield return ApiErrors.InvalidValue(path, GoText.Members(value.At(path) as JsonObject ?? []), error!.GetValue<string>());
        }

        // Fields that the object's own field `immutable` protects.
        if (current.IsTrueAt("immutable"))
        {
            foreach (var path in _freezes.Where(path => !JsonNode.DeepEquals(current.At(path), value.At(path))))
            {
                yield return ApiErrors.Forbidden(path, "field is immutable when `immutable` is set");
            }
        }
    }

    // `path as other`: errors use the other name.
    private static (string Path, string Shown) Shown(string path) => path.Split(" as ") is [var real, var other] ? (real, other) : (path, path);

    private IEnumerable<string> Immutable(JsonObject current) =>
        [.. _immutableIf.Where(entry => Holds(entry.Value!.GetValue<string>(), current)).Select(entry => entry.Key), .. _immutable];

    private bool IsSame(string path, JsonObject value, JsonObject current)
    {
        var loose = _loose[path] is JsonObject rule && Holds(rule.StringAt("if")!, current) ? rule["may"].Texts() : [];
        return JsonNode.DeepEquals(Without(current.At(path), loose), Without(value.At(path), loose));
    }

    private static bool Holds(string condition, JsonObject value) => new FieldCondition(condition).Holds(value);

    private static List<JsonNode?> Items(JsonObject value, string path) => [.. value.At(path) as JsonArray ?? []];

    private static IEnumerable<string> Names(JsonObject value, string path) => Items(value, path).Select(item => (item as JsonObject)?.StringAt("name") ?? "");

    private static JsonNode? Without(JsonNode? node, IReadOnlyList<string> paths)
    {
        if (node is null || paths.Count == 0)
        {
            return node;
        }

        var copy = node.DeepClone();
        foreach (var path in paths)
        {
            Remove(copy as JsonObject, path.Split('.'));
        }

        return copy;
    }

    private static void Remove(JsonObject? parent, ReadOnlySpan<string> path)
    {
        if (parent is null)
        {
            return;
        }

        if (path.Length == 1)
        {
            parent.Remove(path[0]);
            return;
        }

        const string each = "[]";
        if (!path[0].EndsWith(each, StringComparison.Ordinal))
        {
            Remove(parent[path[0]] as JsonObject, path[1..]);
            return;
        }

        foreach (var item in parent[path[0][..^each.Length]] as JsonArray ?? [])
        {
            Remove(item as JsonObject, path[1..]);
        }
    }
}
