using System.Management.Automation;
using KubeApi.Binding;
using KubeApi.Client.Requests;
using KubeApi.Formatting;
using KubeApi.Pipeline;
using KubeApi.Session;

namespace KubeApi.Operations;

/// <summary>Collects the objects that a command watches: one watch for each session, type and namespace, regardless of the number of names.</summary>
internal sealed class WatchPlan(PipelineRun pipeline, SessionScope sessions)
{
    private readonly Dictionary<WatchTarget, WatchedNames> _names = [];
    private readonly Dictionary<(WatchTarget, string), PSObject> _inputs = [];

    /// <summary>The watches, each with the names to report.</summary>
    public IReadOnlyDictionary<WatchTarget, WatchedNames> Targets => _names;

    /// <summary>Adds types, names and namespaces as typed.</summary>
    /// <param name="session">The session.</param>
    /// <param name="resources">The types, with or without a name.</param>
    /// <param name="names">The names and patterns; none for all.</param>
    /// <param name="namespaces">The namespaces; null for all.</param>
    /// <exception cref="ArgumentException">A name is given for a category of types, or a type cannot be watched.</exception>
    public void Add(KubeApiSession session, IEnumerable<ResourceName> resources, ObjectNames names, IReadOnlyList<string>? namespaces)
    {
        foreach (var resource in resources)
        {
            var wanted = resource.Name is { } own ? names with { Exact = [.. names.Exact, own] } : names;
            foreach (var name in wanted.Exact)
            {
                // A watch selects by a field, and would wait forever for an object that cannot exist.
                _ = PathSegment.Escape(name);
            }

            var types = wanted.Exact.Count > 0 ? [sessions.Types.Find(session, resource.Type)] : sessions.Types.FindAll(session, resource.Type);
            foreach (var type in types)
            {
                string?[] scopes = namespaces is null ? [null] : [.. namespaces];
                foreach (var @namespace in scopes)
                {
                    NamesOf(session, type, @namespace).Add(wanted);
                }
            }
        }
    }

    /// <summary>Adds objects from the pipeline, or strings like <c>pod/web-1</c>, in their own sessions. Anything else is an error of its item.</summary>
    public void Add(object? input, string[]? namespaces) => new InputResolver(pipeline, sessions).ForEach(input, namespaces, (item, targets) =>
    {
        foreach (var target in targets)
        {
            foreach (var o in target.Objects)
            {
                Add(o, target.Uid);
                if (item.BaseObject is not string)
                {
                    _inputs[(TargetOf(o.Session, o.Type, o.Namespace), o.Name)] = item;
                }
            }
        }
    });

    /// <summary>Adds one object, and returns its watch.</summary>
    /// <param name="o">The object.</param>
    /// <param name="uid">The uid that it must have; null for any object of the name.</param>
    /// <exception cref="ArgumentException">Its type cannot be watched.</exception>
    public WatchTarget Add(ObjectTarget o, string? uid)
    {
        NamesOf(o.Session, o.Type, o.Namespace).Add(o.Name, uid);
        return TargetOf(o.Session, o.Type, o.Namespace);
    }

    /// <summary>The object that came through the pipeline for a name; null for a name that was typed.</summary>
    public PSObject? InputOf(WatchTarget target, string name) => _inputs.GetValueOrDefault((target, name));

    /// <summary>The properties in which the objects differ.</summary>
    /// <param name="hasSessions">Whether the command uses several sessions.</param>
    public ViewScope ScopeOf(bool hasSessions) => new(
        hasSessions,
        _names.Keys.Any(t => t.IsInAnyNamespace) || _names.Keys.Select(t => t.Namespace).OfType<string>().Distinct().Count() > 1,
        _names.Keys.Select(t => t.Type.FullName).Distinct().Count() > 1);

    private WatchedNames NamesOf(KubeApiSession session, ApiResource type, string? @namespace)
    {
        if (!type.Verbs.Contains("watch"))
        {
            throw new ArgumentException($"The server does not watch {type.FullName}: the type has no verb 'watch'.");
        }

        var target = TargetOf(session, type, @namespace);
        if (!_names.TryGetValue(target, out var known))
        {
            _names.Add(target, known = new WatchedNames());
        }

        return known;
    }

    private static WatchTarget TargetOf(KubeApiSession session, ApiResource type, string? @namespace) =>
        new(session, type, type.Namespaced ? @namespace : null);
}
