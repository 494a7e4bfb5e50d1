namespace KubeApi.Completion;

/// <summary>The running queries of completion: a second press of the Tab key joins the query of the first one. Thread-safe.</summary>
internal sealed class PendingQueries
{
    private readonly Dictionary<object, (object Query, Task End)> _pending = [];

    /// <summary>The pending query of a key, or a new one.</summary>
    /// <param name="key">Identifies the query.</param>
    /// <param name="start">Starts the query; returns at once, and does not fail.</param>
    /// <param name="endOf">The task that ends with the query.</param>
    public T Join<T>(object key, Func<T> start, Func<T, Task> endOf)
        where T : class
    {
        lock (_pending)
        {
            foreach (var ended in _pending.Where(p => p.Value.End.IsCompleted).Select(p => p.Key).ToList())
            {
                _pending.Remove(ended);
            }

            if (_pending.TryGetValue(key, out var known))
            {
                return (T)known.Query;
            }

            var query = start();
            _pending[key] = (query, endOf(query));
            return query;
        }
    }
}
