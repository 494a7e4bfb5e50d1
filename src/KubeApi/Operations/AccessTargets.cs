using KubeApi.Binding;
using KubeApi.Client.Requests;
using KubeApi.Errors;
using KubeApi.Pipeline;
using KubeApi.Session;

namespace KubeApi.Operations;

/// <summary>Resolves permissions: verbs, resource types by any of their names, and paths.</summary>
internal sealed class AccessTargets(PipelineRun pipeline, SessionScope sessions)
{
    private static readonly HashSet<string> s_verbs =
    [
        "get", "list", "watch", "create", "update", "patch", "delete", "deletecollection", "use", "bind", "escalate", "impersonate", "approve", "sign",
        "attest", "*",
    ];

    private static readonly HashSet<string> s_pathVerbs = ["get", "post", "put", "patch", "delete", "head", "options", "*"];

    private readonly HashSet<string> _warned = [];

    /// <summary>Rejects wildcards, which the server would treat as part of the name, and names that no namespace has.</summary>
    /// <exception cref="ArgumentException">A namespace is invalid.</exception>
    public static void CheckNamespaces(IEnumerable<string>? namespaces)
    {
        if (namespaces?.Select(PathSegment.NamespaceFault).FirstOrDefault(f => f is not null) is { } fault)
        {
            throw new ArgumentException(fault);
        }
    }

    /// <summary>Checks resources that were typed as a parameter: a type that no session has ends the statement.</summary>
    public void Require(IReadOnlyList<string> verbs, IReadOnlyList<string> resources)
    {
        var types = resources.Where(r => !IsPath(r) && !IsWildcard(r) && !(verbs.Contains("impersonate") && GroupOfUser(r) is not null)).ToList();
        if (types.Count > 0)
        {
            sessions.Types.Require([.. types.Select(ResourceName.Parse)]);
        }
    }

    /// <summary>The permissions to check in a session for a verb and a resource or path: one for each namespace.</summary>
    /// <param name="session">The session.</param>
    /// <param name="verb">The verb.</param>
    /// <param name="resource">A resource type, perhaps with the name of an object, <c>*</c>, or a path.</param>
    /// <param name="subresource">The subresource; null for none.</param>
    /// <param name="names">The names of objects; none for all objects.</param>
    /// <param name="namespaces">The namespaces; null for all.</param>
    /// <exception cref="ArgumentException">A path has a name, or the resource is a category.</exception>
    public IEnumerable<AccessAttributes> Resolve(
        KubeApiSession session, string verb, string resource, string? subresource, IReadOnlyList<string> names, IReadOnlyList<string>? namespaces)
    {
        if (IsPath(resource))
        {
            WarnOf(verb, s_pathVerbs);
            return names.Count == 0 && subresource is null
                ? [new AccessAttributes { Verb = verb, Path = resource }]
                : throw new ArgumentException($"The path '{resource}' has no objects and no subresources: omit them.");
        }

        WarnOf(verb, s_verbs);
        if (IsWildcard(resource) || (verb == "impersonate" && GroupOfUser(resource) is not null))
        {
            var (name, group) = resource.Split('.', 2) is [var first, var rest] ? (first, rest) : (resource, GroupOfUser(resource) ?? "*");
            var all = new AccessAttributes { Verb = verb, Resource = name, Group = group, Subresource = subresource ?? "" };
            return WithNames(all, names, verb == "impersonate" ? [""] : namespaces ?? [""]);
        }

        var parsed = ResourceName.Parse(resource);
        var type = sessions.Types.Find(session, parsed.Type);
        if (parsed.Name is { } own && type.Subresources.Contains(own))
        {
            Warn($"'{resource}' refers to the object named '{own}'. For the subresource: "
                + $"{QuotedArgument.Of(parsed.Type)} -Subresource {QuotedArgument.Of(own)}.");
        }

        IReadOnlyList<string> named = parsed.Name is { Length: > 0 } one ? [one, .. names] : names;
        return WithNames(Of(type, verb, subresource), named, type.Namespaced ? namespaces ?? [""] : [""]);
    }

    /// <summary>The permission to check for a verb and an object.</summary>
    public AccessAttributes Resolve(ObjectTarget target, string verb, string? subresource)
    {
        WarnOf(verb, s_verbs);
        return Of(target.Type, verb, subresource) with { Namespace = target.Namespace ?? "", Name = target.Name };
    }

    private AccessAttributes Of(ApiResource type, string verb, string? subresource)
    {
        if (subresource is not null && type.Name != "nodes" && !type.Subresources.Contains(subresource))
        {
            var known = string.Join(", ", type.Subresources.DefaultIfEmpty("none"));
            Warn($"The server lists no subresource '{subresource}' of {type.FullName}. It lists: {known}.");
        }

        return new AccessAttributes { Verb = verb, Group = type.Group, Resource = type.Name, Subresource = subresource ?? "" };
    }

    private static IEnumerable<AccessAttributes> WithNames(AccessAttributes attributes, IReadOnlyList<string> names, IReadOnlyList<string> namespaces) =>
        from @namespace in namespaces
        from name in names.DefaultIfEmpty("")
        select attributes with { Namespace = @namespace, Name = name };

    private void WarnOf(string verb, HashSet<string> known)
    {
        if (!known.Contains(verb))
        {
            Warn($"'{verb}' is not a known verb. Known verbs: {string.Join(", ", known)}.");
        }
    }

    private void Warn(string warning)
    {
        if (_warned.Add(warning))
        {
            pipeline.Host.WriteWarning(warning);
        }
    }

    private static bool IsPath(string resource) => resource.StartsWith('/');

    private static bool IsWildcard(string resource) => resource == "*" || resource.StartsWith("*.", StringComparison.Ordinal);

    // Users and groups are not resource types of the server.
    private static string? GroupOfUser(string resource) => resource switch
    {
        "users" or "groups" => "",
        "uids" or "userextras" => "authentication.k8s.io",
        _ => null,
    };
}
