using KubeApi.Session;

namespace KubeApi.Completion;

/// <summary>The names of servers' objects for completion: from the cache, else those that arrive within a second; none on failure.</summary>
internal static class NameQuery
{
    /// <summary>The names of a resource type's objects.</summary>
    /// <param name="sessions">The servers; all are queried at once.</param>
    /// <param name="resource">The type by any of its names.</param>
    /// <param name="namespace">The namespace to search; null for all namespaces.</param>
    /// <param name="ofLabels">Whether to return the labels of the objects, as <c>app=web</c>, instead of their names.</param>
    public static IEnumerable<string> Run(
        IReadOnlyList<KubeApiSession> sessions, string resource, Func<KubeApiSession, string?> @namespace, bool ofLabels = false)
    {
        var known = sessions.Select(s => (Session: s, Query: new NameKey(resource, @namespace(s), ofLabels)))
            .Select(q => (q.Session, q.Query, Names: CompletionCache.Of(q.Session).Names.Find(q.Query))).ToList();
        var pending = known.Select(k => k.Names is null ? NameList.Of(k.Session, k.Query) : null).ToList();
        TabQuery.Wait(pending.OfType<NameList>().Select(p => p.Whole));
        return known.Zip(pending, (k, p) => k.Names ?? p!.SoFar).SelectMany(names => names);
    }
}
