using KubeApi.Sandbox.Errors;
using KubeApi.Sandbox.Store;
using KubeApi.Sandbox.Types;

namespace KubeApi.Sandbox.Verbs;

/// <summary>One page of a list, with the token of the next one.</summary>
/// <param name="Remaining">The number of remaining objects; unknown with selectors.</param>
internal sealed record ListPage(long Version, IReadOnlyList<StoredObject> Items, string? Continue, long? Remaining)
{
    public static ListPage Cut(ObjectStore store, ResourceType type, ListOptions options)
    {
        var token = options.Continue is { } text ? ContinueToken.Parse(text) : null;
        var snapshot = SnapshotFor(store, type, options, token);
        var (start, end) = snapshot.Range(options.Namespace);
        if (token is not null)
        {
            start = Math.Max(start, snapshot.IndexOf(Prefix(options) + token.Start));
        }

        // A list of any version comes from the real server's cache, without pages.
        var limit = options is { Version: 0, Continue: null } || options.Limit <= 0 ? long.MaxValue : options.Limit;
        var items = new List<StoredObject>((int)Math.Min(limit, end - start));
        var index = start;
        var more = false;
        foreach (var value in Walk(snapshot, start, end))
        {
            if (!options.HasSelector || options.Matches(value))
            {
                if (items.Count == limit)
                {
                    more = true;
                    break;
                }

                items.Add(value);
            }

            index++;
        }

        if (!more)
        {
            return new ListPage(snapshot.Version, items, null, null);
        }

        var next = ContinueToken.After(snapshot.Version, items[^1].Key[Prefix(options).Length..]);
        return new ListPage(snapshot.Version, items, next.ToString(), options.HasSelector ? null : end - index);
    }

    private static StoreSnapshot SnapshotFor(ObjectStore store, ResourceType type, ListOptions options, ContinueToken? token)
    {
        if (token is { Version: > 0 })
        {
            if (token.Version > store.Version)
            {
                throw ApiErrors.PassedOn("etcdserver: mvcc: required revision is a future revision");
            }

            return (options.IsExpired ? null : store.SnapshotAt(type, token.Version))
                ?? throw ApiErrors.ContinueExpired((token with { Version = ContinueToken.Latest }).ToString());
        }

        if (options.Version is > 0 and var version)
        {
            if (version > store.Version)
            {
                throw ApiErrors.VersionTooLarge(version, store.Version);
            }

            // A limited list with a version but no match is exact.
            if (options.VersionMatch == ListOptions.Exact || options is { VersionMatch: null, Limit: > 0 })
            {
                return (options.IsExpired ? null : store.SnapshotAt(type, version)) ?? throw ApiErrors.VersionExpired();
            }
        }

        return store.Snapshot(type);
    }

    // Indexing costs the depth of the tree each time, so enumerate if that is shorter.
    private static IEnumerable<StoredObject> Walk(StoreSnapshot snapshot, int start, int end)
    {
        if (start == 0)
        {
            return snapshot.Objects.Take(end);
        }

        return Enumerable.Range(start, Math.Max(0, end - start)).Select(index => snapshot.Objects[index]);
    }

    private static string Prefix(ListOptions options) => options.Namespace is null ? "" : options.Namespace + "/";
}
