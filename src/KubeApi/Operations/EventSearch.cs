using System.Management.Automation;
using KubeApi.Binding;
using KubeApi.Client.Reading;
using KubeApi.Client.Requests;
using KubeApi.Output;
using KubeApi.Pipeline;
using KubeApi.Session;

namespace KubeApi.Operations;

/// <summary>Finds the events of namespaces, and the events about resource types and objects.</summary>
internal sealed class EventSearch(PipelineRun pipeline, SessionScope sessions)
{
    private static readonly ApiResource s_events = ApiResource.Of("", "v1", "events", namespaced: true);

    private readonly List<Interest> _interests = [];

    /// <summary>Only events of this type: Normal or Warning; null for all.</summary>
    public string? Type { get; init; }

    /// <summary>Only events that were last seen since then; null for all.</summary>
    public SinceArgument? Since { get; init; }

    // A null namespace stands for all namespaces, a null kind for all kinds, and no names for all names.
    private sealed record Interest(KubeApiSession Session, string? Namespace, string? Kind, ObjectNames Names, string? Uid)
    {
        // In the kubelet's events, the uid of a node is its name.
        public string? Selector =>
            Uid is not null && Kind != "Node" ? $"involvedObject.uid={FieldValue.Escape(Uid)}"
            : Kind is null ? null
            : $"involvedObject.kind={FieldValue.Escape(Kind)}"
                + (Names is { Exact: [var only], Patterns.Count: 0 } ? $",involvedObject.name={FieldValue.Escape(only)}" : "");

        public bool Includes(object? e)
        {
            var about = ObjectMember.Of(e, "involvedObject");
            return Uid is not null && Kind != "Node" ? Equals(ObjectMember.Of(about, "uid"), Uid)
                : Kind is null || (Equals(ObjectMember.Of(about, "kind"), Kind) && Names.Selects(ObjectMember.Of(about, "name") as string ?? ""));
        }
    }

    /// <summary>Adds the events of namespaces: all of them, or only those about objects with some types or names.</summary>
    /// <param name="resources">The resource types, perhaps with names; none for all.</param>
    /// <param name="names">The names; none for all.</param>
    /// <param name="everywhere">Whether to look in all namespaces.</param>
    /// <param name="namespaces">The namespaces to look in; null for the session's.</param>
    /// <exception cref="ArgumentException">There are names without a type.</exception>
    public void Add(ResourceName[] resources, ObjectNames names, bool everywhere, string[]? namespaces)
    {
        if (!names.IsEmpty && resources.Length == 0)
        {
            throw new ArgumentException("A name requires a resource type: Get-KubeApiEvent pod web-1.");
        }

        foreach (var name in names.Exact.Concat(resources.Select(r => r.Name).OfType<string>()).Where(n => n.Length > 0))
        {
            // No object has another name, and the server would find no events.
            _ = PathSegment.Escape(name);
        }

        foreach (var session in resources.Length == 0 ? sessions.All : [])
        {
            AddTo(session, null, ObjectNames.None);
        }

        foreach (var (session, resource) in from u in sessions.Types.FindUsable(resources) from r in u.Resources select (u.Session, r))
        {
            foreach (var type in sessions.Types.FindAll(session, resource.Type))
            {
                AddTo(session, type, resource.Name is { Length: > 0 } own ? names with { Exact = [own, .. names.Exact] } : names);
            }
        }

        void AddTo(KubeApiSession session, ApiResource? type, ObjectNames wanted) => _interests.AddRange(
            (everywhere || type is { Namespaced: false } ? [null] : namespaces ?? (string?[])[session.Namespace])
            .Select(n => new Interest(session, n, type?.Kind, wanted, null)));
    }

    /// <summary>Adds the events about an object.</summary>
    /// <param name="targets">The object in each session.</param>
    public void Add(IEnumerable<InputTarget> targets) => _interests.AddRange(
        from target in targets
        from o in target.Objects
        select new Interest(o.Session, o.Namespace, o.Type.Kind, new ObjectNames([o.Name], []), target.Uid));

    /// <summary>Reads the events, each once, sorted by the time when they were last seen.</summary>
    public IEnumerable<PSObject> Read()
    {
        var groups = _interests.GroupBy(i => (i.Session, i.Namespace)).Select(g => g.ToList()).ToList();
        var found = new List<PSObject>();
        HashSet<string> seen = [];
        var results = ObjectQueries.RunAll([.. groups.Select(g => (g[0].Session, Query(g)))], sessions.ClientOf, SessionScope.MaxParallel);
        foreach (var (session, result) in pipeline.Pull(results))
        {
            if (result.Failure is { } failure)
            {
                pipeline.Report(result.Target, session, failure);
                continue;
            }

            var e = PSObject.AsPSObject(ApiObject.Create(session, result, new ObjectOrigin(session, result.Resource!), showManagedFields: false)!);
            if (_interests.Exists(i => i.Session == session && i.Includes(e)) && IsRecent(e) && seen.Add($"{session.Name}/{ObjectMetadata.Of(e, "uid")}"))
            {
                found.Add(e);
            }
        }

        return found.OrderBy(e => HiddenMembers.LastSeen(e) as DateTime?).ThenBy(e => ObjectMetadata.Of(e, "creationTimestamp"), StringComparer.Ordinal);
    }

    // One list for several objects of a namespace: the server reads all events of the namespace for each request.
    private ObjectQuery Query(List<Interest> interests)
    {
        string?[] selectors = [Type is null ? null : $"type={Type}", interests is [var only] ? only.Selector : null];
        return new ObjectQuery
        {
            Resources = [("events", null)],
            Type = s_events,
            Namespaces = interests[0].Namespace is { } @namespace ? [@namespace] : null,
            Options = new ListOptions
            {
                FieldSelector = string.Join(',', selectors.OfType<string>()) is { Length: > 0 } selector ? selector : null,
                // For Select-KubeApiColumn; the view of events has columns of its own.
                Representation = Representation.Table,
            },
        };
    }

    private bool IsRecent(PSObject e) => Since is null || HiddenMembers.LastSeen(e) is not DateTime seen
        || seen >= (Since.Time?.LocalDateTime ?? DateTime.Now.AddSeconds(-Since.Seconds!.Value));
}
