namespace KubeApi.Sandbox.Workloads;

/// <summary>The events of the last hour, at most 10,000, to count repeated ones.</summary>
internal sealed class EventHistory
{
    private const int MostEvents = 10_000;

    private static readonly TimeSpan s_life = TimeSpan.FromHours(1);

    private readonly Dictionary<Key, string> _names = [];
    private readonly Queue<(DateTimeOffset Time, Key Key, string Namespace)> _order = [];

    /// <summary>The name of an equal event; null for none.</summary>
    public string? Find(Key key) => _names.GetValueOrDefault(key);

    /// <summary>Adds an event. Returns an expired one, which is to be deleted; null for none.</summary>
    public (string Namespace, string Name)? Add(Key key, string @namespace, string name, DateTimeOffset now)
    {
        _names[key] = name;
        _order.Enqueue((now, key, @namespace));
        var (time, oldest, place) = _order.Peek();
        if (time + s_life > now && _order.Count <= MostEvents)
        {
            return null;
        }

        _order.Dequeue();
        return _names.Remove(oldest, out var gone) ? (place, gone) : null;
    }

    /// <summary>Identifies equal events.</summary>
    /// <param name="Uid">Of the object that they are about.</param>
    /// <param name="Path">The part of it.</param>
    internal readonly record struct Key(string Uid, string Service, string Reason, string Message, string? Path);
}
