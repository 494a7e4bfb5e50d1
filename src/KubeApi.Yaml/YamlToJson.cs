using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace KubeApi.Yaml;

/// <summary>Makes JSON of the events of one YAML document.</summary>
internal sealed class YamlToJson(IParser parser, YamlBudget budget)
{
    private const int MaxDepth = 500;

    private readonly Dictionary<string, List<ParsingEvent>> _anchors = new(StringComparer.Ordinal);
    private readonly Stack<IEnumerator<ParsingEvent>> _replays = new();
    private readonly List<(string Name, int Depth, List<ParsingEvent> Events)> _recording = [];
    private int _depth;

    /// <summary>The next value; null for YAML's null.</summary>
    public JsonNode? ReadValue() => Value(Next());

    private JsonNode? Value(ParsingEvent next)
    {
        if (++_depth > MaxDepth)
        {
            throw Fault(next, $"it is nested deeper than {MaxDepth} levels");
        }

        var value = next switch
        {
            MappingStart => Mapping(),
            SequenceStart => Sequence(),
            Scalar scalar => YamlScalar.Value(scalar),
            _ => throw Fault(next, "a value was expected"),
        };
        _depth--;
        return value;
    }

    private JsonArray Sequence()
    {
        var items = new JsonArray();
        for (var item = Next(); item is not SequenceEnd; item = Next())
        {
            items.Add(Value(item));
        }

        return items;
    }

    private JsonObject Mapping()
    {
        var mapping = new JsonObject();
        var own = new HashSet<string>(StringComparer.Ordinal);
        for (var key = Next(); key is not MappingEnd; key = Next())
        {
            if (key is not Scalar scalar)
            {
                throw Fault(key, "a key that is a list or a mapping has no counterpart in JSON");
            }

            if (scalar is { Value: "<<", Style: ScalarStyle.Plain, Tag.IsEmpty: true })
            {
                Merge(mapping, key);
                continue;
            }

            // kubectl takes the last one, and says nothing.
            var name = YamlScalar.Key(scalar);
            mapping[name] = own.Add(name) ? ReadValue() : throw Fault(key, "a key stands twice in one mapping");
        }

        return mapping;
    }

    // As in kubectl (go-yaml 2), what is merged replaces what stands before it, and what stands behind it wins; of a list, the first wins.
    private void Merge(JsonObject mapping, ParsingEvent key)
    {
        var value = ReadValue();
        foreach (var source in value is JsonArray list ? list.Reverse() : [value])
        {
            var pairs = source is JsonObject merged ? merged.ToList() : throw Fault(key, "'<<' takes a mapping, or a list of mappings");
            merged.Clear();
            foreach (var (name, child) in pairs)
            {
                mapping[name] = child;
            }
        }
    }

    private ParsingEvent Next()
    {
        var next = NextRaw();
        if (next is AnchorAlias alias)
        {
            if (!_anchors.TryGetValue(alias.Value.Value, out var target))
            {
                throw Fault(next, "an alias names no anchor before it; a text that begins with '*' must be quoted");
            }

            _replays.Push(target.GetEnumerator());
            return Next();
        }

        return next;
    }

    private ParsingEvent NextRaw()
    {
        while (_replays.TryPeek(out var replay))
        {
            if (replay.MoveNext())
            {
                return budget.Replay(replay.Current);
            }

            _replays.Pop().Dispose();
        }

        var next = parser.Consume<ParsingEvent>();
        Record(next);
        return next;
    }

    // What an anchor names is kept, as events; an alias in it stays an alias until it is replayed.
    private void Record(ParsingEvent next)
    {
        if (next is NodeEvent { Anchor.IsEmpty: false } node)
        {
            _recording.Add((node.Anchor.Value, 0, []));
        }

        for (var i = _recording.Count - 1; i >= 0; i--)
        {
            var (name, depth, events) = _recording[i];
            events.Add(next);
            depth += next.NestingIncrease;
            _recording[i] = (name, depth, events);
            if (depth == 0)
            {
                _anchors[name] = events;
                _recording.RemoveAt(i);
            }
        }
    }

    private static YamlToJsonException Fault(ParsingEvent at, string message) => new(at.Start, at.End, message);
}
