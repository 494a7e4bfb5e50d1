using System.Management.Automation;
using KubeApi.Binding;
using KubeApi.Client.Requests;
using KubeApi.Errors;
using KubeApi.Pipeline;
using KubeApi.Session;

namespace KubeApi.Operations;

/// <summary>Collects the objects that a command is to watch: one watch for each session, type and namespace, however many names there are.</summary>
internal sealed class WatchPlan(PipelineRun pipeline, SessionScope sessions)
{
    // Null: all objects of the target.
    private readonly Dictionary<WatchTarget, HashSet<string>?> _names = [];

    /// <summary>The watches, each with the names to report; null for all.</summary>
    public IReadOnlyDictionary<WatchTarget, HashSet<string>?> Targets => _names;

    /// <summary>Adds types, names and namespaces as they were typed.</summary>
    /// <param name="session">The session.</param>
    /// <param name="resources">The types, with or without a name.</param>
    /// <param name="names">The names; none for all.</param>
    /// <param name="namespaces">The namespaces; null for all.</param>
    /// <exception cref="ArgumentException">A name is given for a category of types, or a type cannot be watched.</exception>
    public void Add(KubeApiSession session, IEnumerable<ResourceName> resources, ObjectNames names, IReadOnlyList<string>? namespaces)
    {
        foreach (var resource in resources)
        {
            string[] wanted = [.. names.Exact, .. resource.Name is null ? [] : new[] { resource.Name }];
            var types = pipeline.Wait(session.Discovery.FindAsync(sessions.ClientOf(session), resource.Type, pipeline.Stopped));
            if (types.Count > 1 && wanted.Length > 0)
            {
                throw new ArgumentException($"'{resource.Type}' is a category of several resource types; a name needs one of them.");
            }

            foreach (var type in types)
            {
                RequireWatch(type);
                string?[] scopes = type.Namespaced && namespaces is not null ? [.. namespaces] : [null];
                foreach (var @namespace in scopes)
                {
                    Add(new WatchTarget(session, type, @namespace), wanted.Length > 0 || names.Patterns.Count > 0 ? wanted : null);
                }
            }
        }
    }

    /// <summary>Adds an object from the pipeline, or a string like <c>pod/web-1</c>, in its own session. Anything else is an error of this item.</summary>
    public void Add(PSObject item, string[]? namespaces)
    {
        if (ResourceName.Of(item) is { } named)
        {
            pipeline.Attempt(named.ToString(), null, () =>
            {
                foreach (var session in sessions.For(null, named))
                {
                    Add(session, [named], ObjectNames.None, namespaces ?? [session.Namespace]);
                }
            });
        }
        else if (ObjectIdentity.Of(item) is { } identity)
        {
            pipeline.Attempt(identity, null, () => Add(identity, namespaces));
        }
        else
        {
            pipeline.Report(ErrorRecords.NotAnObject(item));
        }
    }

    private void Add(ObjectIdentity identity, string[]? namespaces)
    {
        foreach (var session in sessions.For(identity.Origin, identity))
        {
            var type = identity.Origin?.Type
                ?? pipeline.Wait(session.Discovery.FindKindAsync(sessions.ClientOf(session), identity.ApiVersion, identity.Kind, pipeline.Stopped));
            RequireWatch(type);
            var @namespace = type.Namespaced ? identity.NamespaceOr(namespaces) ?? session.Namespace : null;
            Add(new WatchTarget(session, type, @namespace), [identity.Name]);
        }
    }

    private void Add(WatchTarget target, string[]? names)
    {
        if (names is null)
        {
            _names[target] = null;
        }
        else if (!_names.TryGetValue(target, out var known))
        {
            _names[target] = [.. names];
        }
        else
        {
            known?.UnionWith(names);
        }
    }

    private static void RequireWatch(ApiResource type)
    {
        if (!type.Verbs.Contains("watch"))
        {
            throw new ArgumentException($"The server does not watch {type.FullName}: the type has no verb 'watch'.");
        }
    }
}
