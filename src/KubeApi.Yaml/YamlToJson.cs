using System.Text.Json;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace KubeApi.Yaml;

/// <summary>Writes the events of one YAML document as JSON.</summary>
internal sealed class YamlToJson(IParser parser, Utf8JsonWriter writer)
{
    // A small text can stand for a huge one by aliases of aliases; no manifest or kubeconfig comes near these.
    private const int MaxEvents = 1_000_000;
    private const int MaxDepth = 500;

    private readonly Dictionary<string, List<ParsingEvent>> _anchors = new(StringComparer.Ordinal);
    private readonly Stack<IEnumerator<ParsingEvent>> _replays = new();
    private readonly List<(string Name, int Depth, List<ParsingEvent> Events)> _recording = [];
    private int _events;
    private int _depth;

    public void WriteValue() => WriteValue(Next());

    private void WriteValue(ParsingEvent next)
    {
        if (++_depth > MaxDepth)
        {
            throw Fault(next, $"it is nested deeper than {MaxDepth} levels");
        }

        switch (next)
        {
            case MappingStart:
                WriteMapping();
                break;
            case SequenceStart:
                writer.WriteStartArray();
                for (var item = Next(); item is not SequenceEnd; item = Next())
                {
                    WriteValue(item);
                }

                writer.WriteEndArray();
                break;
            case Scalar scalar:
                YamlScalar.Write(scalar, writer);
                break;
            default:
                throw Fault(next, "a value was expected");
        }

        _depth--;
    }

    private void WriteMapping()
    {
        writer.WriteStartObject();
        var own = new HashSet<string>(StringComparer.Ordinal);
        var merges = new List<List<ParsingEvent>>();
        for (var key = Next(); key is not MappingEnd; key = Next())
        {
            if (key is not Scalar scalar)
            {
                throw Fault(key, "a key that is a list or a mapping has no counterpart in JSON");
            }

            if (scalar is { Value: "<<", Style: ScalarStyle.Plain })
            {
                merges.AddRange(MergeSources(Capture(Next())));
                continue;
            }

            if (!own.Add(scalar.Value))
            {
                throw Fault(key, "a key stands twice in one mapping");
            }

            writer.WritePropertyName(scalar.Value);
            WriteValue();
        }

        // The mapping's own keys win, then the first merged mapping that has a key.
        foreach (var source in merges)
        {
            WriteMerged(source, own);
        }

        writer.WriteEndObject();
    }

    private void WriteMerged(List<ParsingEvent> mapping, HashSet<string> written)
    {
        _replays.Push(mapping.Skip(1).GetEnumerator());
        for (var key = Next(); key is not MappingEnd; key = Next())
        {
            var name = key is Scalar scalar ? scalar.Value : throw Fault(key, "a merged mapping has a key that is no text");
            var value = Capture(Next());
            if (name == "<<")
            {
                foreach (var source in MergeSources(value))
                {
                    WriteMerged(source, written);
                }
            }
            else if (written.Add(name))
            {
                writer.WritePropertyName(name);
                _replays.Push(value.GetEnumerator());
                WriteValue();
            }
        }
    }

    private static IEnumerable<List<ParsingEvent>> MergeSources(List<ParsingEvent> value)
    {
        if (value[0] is MappingStart)
        {
            return [value];
        }

        return value[0] is SequenceStart ? Children(value) : throw Fault(value[0], "'<<' takes a mapping, or a list of mappings");
    }

    private static IEnumerable<List<ParsingEvent>> Children(List<ParsingEvent> sequence)
    {
        for (var i = 1; i < sequence.Count - 1;)
        {
            if (sequence[i] is not MappingStart)
            {
                throw Fault(sequence[i], "'<<' takes a mapping, or a list of mappings");
            }

            var start = i;
            for (var depth = 0; ;)
            {
                depth += sequence[i++].NestingIncrease;
                if (depth == 0)
                {
                    break;
                }
            }

            yield return sequence[start..i];
        }
    }

    private List<ParsingEvent> Capture(ParsingEvent first)
    {
        var events = new List<ParsingEvent> { first };
        for (var depth = first.NestingIncrease; depth > 0;)
        {
            var next = Next();
            events.Add(next);
            depth += next.NestingIncrease;
        }

        return events;
    }

    private ParsingEvent Next()
    {
        var next = NextRaw();
        if (++_events > MaxEvents)
        {
            throw Fault(next, $"its aliases expand to more than {MaxEvents} values");
        }

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
                return replay.Current;
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
