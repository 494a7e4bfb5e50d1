namespace KubeApi.Completion;

/// <summary>
/// The names or labels of objects that servers returned to completion, kept for a few seconds: pressing Tab again, or typing another letter, uses the
/// same list, and no write has to invalidate it. Thread-safe.
/// </summary>
internal sealed class NameCache(TimeProvider clock)
{
    /// <summary>The maximum number of cached lists.</summary>
    public const int Capacity = 16;

    /// <summary>The lifetime of a cached list.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(5);

    private readonly Dictionary<NameKey, (IReadOnlyList<string> Names, DateTimeOffset Since)> _lists = [];

    /// <summary>The number of cached lists.</summary>
    public int Count
    {
        get
        {
            lock (_lists)
            {
                return _lists.Count;
            }
        }
    }

    /// <summary>The cached names of a query; null for none.</summary>
    public IReadOnlyList<string>? Find(NameKey query)
    {
        lock (_lists)
        {
            return _lists.TryGetValue(query, out var list) && IsFresh(list.Since) ? list.Names : null;
        }
    }

    /// <summary>Caches a list of names. Drops expired lists, and the oldest one if there are too many.</summary>
    public void Keep(NameKey query, IReadOnlyList<string> names)
    {
        lock (_lists)
        {
            _lists[query] = (names, clock.GetUtcNow());
            foreach (var old in _lists.Where(l => !IsFresh(l.Value.Since)).Select(l => l.Key).ToList())
            {
                _lists.Remove(old);
            }

            if (_lists.Count > Capacity)
            {
                _lists.Remove(_lists.MinBy(l => l.Value.Since).Key);
            }
        }
    }

    // Setting the clock back does not extend the lifetime of a list.
    private bool IsFresh(DateTimeOffset since) => clock.GetUtcNow() - since is var age && age >= TimeSpan.Zero && age < Lifetime;
}
