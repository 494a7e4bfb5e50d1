using System.Collections.Concurrent;

namespace KubeApi.Session;

/// <summary>The items of one kind that run in the background of this process. An item ends when its session is closed.</summary>
internal sealed class BackgroundItems<T>
    where T : class, IBackgroundItem
{
    private readonly ConcurrentDictionary<int, T> _items = new();
    private int _lastId;

    /// <summary>The items that were not stopped, sorted by id.</summary>
    public IReadOnlyList<T> All => [.. _items.Values.Where(i => !i.IsStopped).OrderBy(i => i.Id)];

    /// <summary>The items with the given ids. Unknown ids are reported.</summary>
    public IEnumerable<T> Find(IEnumerable<int> ids, Action<int> missing)
    {
        foreach (var id in ids)
        {
            if (All.FirstOrDefault(i => i.Id == id) is { } item)
            {
                yield return item;
            }
            else
            {
                missing(id);
            }
        }
    }

    /// <summary>Creates an item with the next id, and keeps it until it is stopped. A failed creation does not use up the id.</summary>
    public T Add(Func<int, T> create)
    {
        lock (_items)
        {
            // These ended with their session.
            foreach (var ended in _items.Values.Where(i => i.IsStopped))
            {
                _items.TryRemove(ended.Id, out _);
            }

            var item = create(_lastId + 1);
            _lastId = item.Id;
            return _items[item.Id] = item;
        }
    }

    /// <summary>The error of a command that names no item. It lists the running items.</summary>
    /// <param name="what">The kind of the items: <c>proxy</c>.</param>
    /// <param name="command">The command.</param>
    public ArgumentException NoId(string what, string command) => new(All is { Count: > 0 } running
        ? $"Specify the id of the {what}: {string.Join(", or ", running.Select(i => $"{command} {i.Id} for {i}"))}. "
            + $"For all of them: {command.Replace("Stop-", "Get-", StringComparison.Ordinal)} | {command}."
        : $"No {what} is running in this process.");

    /// <summary>Stops the items that a runspace started.</summary>
    public void StopOf(Guid owner)
    {
        foreach (var item in All.Where(i => i.Owner == owner))
        {
            item.Dispose();
        }
    }
}
