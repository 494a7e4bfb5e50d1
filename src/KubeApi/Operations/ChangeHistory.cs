using System.Text.Json.Nodes;
using KubeApi.Client.Comparing;
using KubeApi.Client.Json;
using KubeApi.Client.Watching;
using KubeApi.Output;

namespace KubeApi.Operations;

/// <summary>The objects that watches have reported, each in its last state, to compute the changed fields.</summary>
internal sealed class ChangeHistory
{
    private readonly Dictionary<(WatchTarget Target, ObjectKey Key), byte[]> _known = [];

    /// <summary>The fields that differ from the last state of an object; none if it was not known.</summary>
    /// <param name="target">The watch.</param>
    /// <param name="type">The type of the event.</param>
    /// <param name="key">Its namespace and name.</param>
    /// <param name="json">The object; null if only its identity is known.</param>
    public ObjectDifference[] Compare(WatchTarget target, WatchEventType type, ObjectKey key, byte[]? json)
    {
        _known.Remove((target, key), out var before);
        if (json is null || type == WatchEventType.Deleted)
        {
            return [];
        }

        _known.Add((target, key), json);
        if (before is null || type == WatchEventType.Added)
        {
            return [];
        }

        var o = target.ToObject(key.Name) with { Namespace = key.Namespace.Length > 0 ? key.Namespace : null };
        var (one, other) = ((JsonObject?)JsonNodes.Parse(before), (JsonObject)JsonNodes.Parse(json)!);
        (one, other) = o.IsSecret ? SecretMask.Mask(one, other) : (one, other);
        return [.. FieldComparison.BetweenVersions(one!, other).Select(d => new ObjectDifference(d, target.Session.Names)
        {
            Session = target.Session.Name,
            Kind = target.Type.Kind,
            Namespace = o.Namespace,
            Name = o.Name,
            Target = o.ToString(),
            Occasion = "the change",
        })];
    }
}
