using System.Management.Automation;
using KubeApi.Binding;
using KubeApi.Client.Errors;
using KubeApi.Errors;
using KubeApi.Output;
using KubeApi.Pipeline;
using KubeApi.Session;

namespace KubeApi.Operations;

/// <summary>
/// Resolves the objects that a command works on: named objects of a type, and piped ones (objects, manifests, and strings like
/// <c>deployment/web</c>), each in its sessions. If one of them fails, that is an error, and the others are still processed.
/// </summary>
/// <param name="pipeline">The command's run.</param>
/// <param name="sessions">Its sessions.</param>
/// <param name="command">The command's name, for messages.</param>
internal sealed class TargetResolver(PipelineRun pipeline, SessionScope sessions, string command)
{
    private readonly ManifestCollector _manifests = new(pipeline);

    /// <summary>Works on each named object of a type.</summary>
    /// <param name="resource">The type, perhaps with a name.</param>
    /// <param name="names">Names, and Namespace objects, which select the namespace of a namespaced type.</param>
    /// <param name="namespace">The value of -Namespace; null for the session's.</param>
    /// <param name="work">Works on one object.</param>
    /// <exception cref="ArgumentException">There is no name, an empty one, or a second namespace.</exception>
    public void ForEachNamed(ResourceName resource, IReadOnlyList<NameArgument> names, string? @namespace, Action<ObjectTarget> work)
    {
        string[] named = [.. names.Where(n => !n.IsNamespace).Select(n => n.Name)], places = [.. names.Where(n => n.IsNamespace).Select(n => n.Name)];
        if (resource.Name is { } own)
        {
            named = [own, .. named];
        }

        if (named.Length + places.Length == 0 || Array.Exists(named, string.IsNullOrWhiteSpace))
        {
            throw new ArgumentException(
                $"Name the objects: {resource.Type}/NAME, or -Name. For all of them: Get-KubeApiObject {QuotedArgument.Of(resource.Type)} | {command}.");
        }

        if (Array.Find(named, WildcardPattern.ContainsWildcardCharacters) is { } pattern)
        {
            throw new ArgumentException(
                $"'{pattern}' is a pattern; {command} takes names. "
                + $"Use Get-KubeApiObject {QuotedArgument.Of(resource.Type)} {QuotedArgument.Of(pattern)} | {command}.");
        }

        if (places.Length > 0 && @namespace is not null)
        {
            throw new ArgumentException("A piped namespace cannot be combined with -Namespace. Omit one of them.");
        }

        IReadOnlyList<string?> scopes = places.Length > 0 ? places : new string?[] { @namespace };
        foreach (var session in sessions.For(null, resource))
        {
            foreach (var name in named)
            {
                foreach (var place in scopes)
                {
                    Attempt(session, resource.Type, name, place, work);
                }
            }

            foreach (var place in places)
            {
                pipeline.Attempt($"{resource.Type}/{place}", session, () => ResolveNamespace(session, resource.Type, named.Length > 0, place, work));
            }
        }
    }

    /// <summary>Works on each object that a piped input identifies.</summary>
    /// <param name="input">An object, a manifest, or an array of them; a rollout; or a string like <c>deployment/web</c>.</param>
    /// <param name="namespace">The value of -Namespace; null for the object's own, or the session's.</param>
    /// <param name="work">Works on one object; the manifest is null for a string.</param>
    public void ForEachInput(object? input, string? @namespace, Action<ObjectTarget, Manifest?> work)
    {
        if (ResourceName.Of(input) is { } named)
        {
            // Objects of other types may follow.
            ForEachNamed(named, [], @namespace, target => work(target with { IsOneOfSeveralTypes = true }, null));
            return;
        }

        foreach (var manifest in _manifests.Read(EmptyValue.Unwrap(input) is Rollout rollout ? rollout.Workload : input))
        {
            ForEachManifest(manifest, @namespace, target => work(target, manifest));
        }
    }

    /// <summary>Works on a manifest's object in each of its sessions.</summary>
    public void ForEachManifest(Manifest manifest, string? @namespace, Action<ObjectTarget> work) => pipeline.Attempt(
        manifest.ToString(),
        null,
        () =>
        {
            foreach (var session in sessions.For(manifest.Origin, manifest))
            {
                pipeline.Attempt(manifest.ToString(), session, () => work(Resolve(session, manifest, @namespace)), manifest.Place);
            }
        },
        manifest.Place);

    /// <summary>The object of a manifest in a session.</summary>
    /// <exception cref="ArgumentException">The manifest names another namespace than the user.</exception>
    public ObjectTarget Resolve(KubeApiSession session, Manifest manifest, string? @namespace)
    {
        var type = sessions.Types.Find(session, manifest);
        return new ObjectTarget(session, type, ObjectTarget.NamespaceOf(type, manifest, @namespace, session), manifest.Name)
        {
            IsOneOfSeveralTypes = manifest.IsOneOfSeveralTypes,
        };
    }

    private void Attempt(KubeApiSession session, string resource, string name, string? @namespace, Action<ObjectTarget> work) => pipeline.Attempt(
        $"{resource}/{name}",
        session,
        () =>
        {
            var type = sessions.Types.Find(session, resource);
            work(new ObjectTarget(session, type, type.Namespaced ? @namespace ?? session.Namespace : null, name));
        });

    // For a cluster-scoped type, it is the name of an object; for any other type, it only selects the namespace.
    private void ResolveNamespace(KubeApiSession session, string resource, bool isNamed, string name, Action<ObjectTarget> work)
    {
        var type = sessions.Types.Find(session, resource);
        if (!type.Namespaced)
        {
            work(new ObjectTarget(session, type, null, name));
        }
        else if (!isNamed)
        {
            throw new ArgumentException(
                $"The piped Namespace '{name}' does not select {Articles.Before(type.Kind)}: name one with {resource}/NAME or -Name. "
                + $"For all of them: Get-KubeApiObject {QuotedArgument.Of(resource)} -Namespace {QuotedArgument.Of(name)} | {command}.");
        }
    }
}
