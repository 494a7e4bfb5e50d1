using System.Text.Json.Nodes;
using SharpYaml.Events;

namespace KubeApi.Yaml;

/// <summary>Converts the events of one YAML document to JSON, by the rules of go-yaml 2.</summary>
internal sealed class YamlToJson(YamlEvents events)
{
    // Aliases of aliases can expand a small input to a huge one. No manifest or kubeconfig comes near this limit.
    private const int MaxCopied = 1_000_000;

    private readonly Dictionary<string, YamlAnchor> _anchors = new(StringComparer.Ordinal);
    private int _copied;
    private int _values;
    private int _depth;
    private int _deepest;

    /// <summary>Reads a value; null for YAML's null.</summary>
    /// <param name="next">The first event of the value.</param>
    /// <exception cref="YamlFault">The value has no JSON counterpart.</exception>
    public JsonNode? Read(ParsingEvent next)
    {
        switch (next)
        {
            case Scalar scalar:
                _values++;
                Keep(scalar);
                return YamlScalar.Value(scalar);
            case AnchorAlias alias:
                return Copy(alias);
            case MappingStart or SequenceStart:
                return ReadCollection((NodeEvent)next);
            default:
                throw Fault(next, "a value was expected");
        }
    }

    private JsonNode ReadCollection(NodeEvent next)
    {
        var anchor = Keep(next);
        var (values, deepest) = (_values++, _deepest);
        _deepest = ++_depth;
        JsonNode value = next is MappingStart ? ReadMapping() : ReadSequence();
        if (anchor is not null)
        {
            (anchor.Value, anchor.Size, anchor.Height) = (value, _values - values, _deepest - _depth + 1);
        }

        _depth--;
        _deepest = Math.Max(deepest, _deepest);
        return value;
    }

    private JsonArray ReadSequence()
    {
        var items = new JsonArray();
        for (var item = events.Next(); item is not SequenceEnd; item = events.Next())
        {
            items.Add(Read(item));
        }

        return items;
    }

    private JsonObject ReadMapping()
    {
        var mapping = new JsonObject();
        var merged = new HashSet<string>(0, StringComparer.Ordinal);
        for (var key = events.Next(); key is not MappingEnd; key = events.Next())
        {
            if (key is Scalar { Value: "<<" } merge && (merge.IsPlainImplicit || YamlScalar.TagOf(merge) == "!!merge"))
            {
                Keep(merge);
                Merge(mapping, merged, key);
                continue;
            }

            // kubectl silently uses the last one.
            var name = YamlScalar.Key(KeyOf(key));
            mapping[name] = !mapping.ContainsKey(name) || merged.Remove(name) ? Read(events.Next()) : throw Fault(key, "duplicate key in a mapping");
        }

        return mapping;
    }

    private Scalar KeyOf(ParsingEvent key)
    {
        if (key is Scalar scalar)
        {
            Keep(scalar);
            return scalar;
        }

        return key is AnchorAlias alias && Target(alias).Node is Scalar named
            ? named
            : throw Fault(key, "a key that is a list or a mapping has no JSON counterpart");
    }

    // Merged fields replace earlier fields and are replaced by later ones; in a list, the first mapping wins.
    private void Merge(JsonObject mapping, HashSet<string> merged, ParsingEvent key)
    {
        var sources = new Stack<JsonObject>();
        if (events.Next() is var next && next is SequenceStart list)
        {
            Keep(list);
            for (var item = events.Next(); item is not SequenceEnd; item = events.Next())
            {
                sources.Push(MergedBy(item, key));
            }
        }
        else
        {
            sources.Push(MergedBy(next, key));
        }

        foreach (var (name, child) in sources.SelectMany(s => s))
        {
            if (!mapping.ContainsKey(name))
            {
                merged.Add(name);
            }

            // The source may also be referenced by an anchor.
            mapping[name] = child?.DeepClone();
        }
    }

    private JsonObject MergedBy(ParsingEvent next, ParsingEvent key) =>
        next is MappingStart || (next is AnchorAlias alias && Target(alias).Node is MappingStart)
            ? (JsonObject)Read(next)!
            : throw Fault(key, "'<<' takes a mapping, or a list of mappings");

    // From here on, the name refers to this value, even inside of it.
    private YamlAnchor? Keep(NodeEvent node) => string.IsNullOrEmpty(node.Anchor) ? null : _anchors[node.Anchor] = new YamlAnchor(node);

    private YamlAnchor Target(AnchorAlias alias) =>
        !_anchors.TryGetValue(alias.Value, out var anchor) ? throw Fault(alias, "an alias without an anchor before it; quote a string that begins with '*'")
        : anchor is { Node: not Scalar, Value: null } ? throw Fault(alias, "an alias is inside the value that it refers to")
        : anchor;

    private JsonNode? Copy(AnchorAlias alias)
    {
        var anchor = Target(alias);
        _values += Math.Max(1, anchor.Size);
        _copied += Math.Max(1, anchor.Size);
        _deepest = Math.Max(_deepest, _depth + anchor.Height);
        return _copied > MaxCopied ? throw Fault(alias, $"its aliases expand to more than {MaxCopied} values")
            : _deepest > YamlEvents.MaxDepth ? throw Fault(alias, $"its aliases nest deeper than {YamlEvents.MaxDepth} levels")
            : anchor.Node is Scalar scalar ? YamlScalar.Value(scalar)
            : anchor.Value!.DeepClone();
    }

    private static YamlFault Fault(ParsingEvent at, string message) => new(at.Start.Index, message);
}
