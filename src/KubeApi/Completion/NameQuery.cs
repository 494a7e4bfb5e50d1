using KubeApi.Session;

namespace KubeApi.Completion;

/// <summary>Asks servers for the names of their objects: what they told lately, else what has come within a second, and nothing where that fails.</summary>
internal static class NameQuery
{
    /// <summary>The names of a resource type's objects.</summary>
    /// <param name="sessions">Whom to ask; all at once.</param>
    /// <param name="resource">The type by any of its names.</param>
    /// <param name="namespace">Where to look; null for all namespaces.</param>
    public static IEnumerable<string> Run(IReadOnlyList<KubeApiSession> sessions, string resource, Func<KubeApiSession, string?> @namespace)
    {
        var known = sessions.Select(s => (Names: s.Completions.Find(resource, @namespace(s)), Session: s)).ToList();
        var asked = known.Select(k => k.Names is null ? NameList.Of(k.Session, resource, @namespace(k.Session)) : null).ToList();
        TabQuery.Wait(asked.OfType<NameList>().Select(a => a.Whole));
        // Either they are known, or they were asked for.
        return known.Zip(asked, (k, a) => k.Names ?? a!.SoFar).SelectMany(names => names);
    }

    /// <summary>Likewise, of one session.</summary>
    public static IEnumerable<string> Run(KubeApiSession session, string resource, string? @namespace) => Run([session], resource, _ => @namespace);
}
