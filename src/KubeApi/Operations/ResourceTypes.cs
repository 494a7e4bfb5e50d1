using KubeApi.Binding;
using KubeApi.Client.Discovery;
using KubeApi.Client.Errors;
using KubeApi.Client.Requests;
using KubeApi.Errors;
using KubeApi.Output;
using KubeApi.Pipeline;
using KubeApi.Session;

namespace KubeApi.Operations;

/// <summary>Finds resource types in the command's sessions. An unknown type is looked up once: each miss reads discovery again.</summary>
internal sealed class ResourceTypes(PipelineRun pipeline, SessionScope sessions)
{
    private readonly Dictionary<(KubeApiSession, string), KubeApiException> _unknown = [];

    /// <summary>
    /// Looks up the types that were typed as a parameter, before anything is read or changed. A type that no session has ends the statement:
    /// -ErrorAction SilentlyContinue must not turn a typing error into an empty result.
    /// </summary>
    /// <param name="resources">Any names of the types.</param>
    /// <returns>A row for each session with the failure of each type; null for a type that its server has.</returns>
    public IReadOnlyList<KubeApiException?[]> Require(params ResourceName[] resources)
    {
        var types = Array.ConvertAll(resources, r => r.Type);
        var found = pipeline.Wait(TypeLookup.RunAsync(sessions.All, sessions.ClientOf, types, SessionScope.MaxParallel, pipeline.Stopped));
        for (var i = 0; i < types.Length; i++)
        {
            if (found.Length > 0 && Array.TrueForAll(found, f => f[i]?.Failure == FailureKind.ResourceTypeNotFound))
            {
                foreach (var (session, failures) in sessions.All.Zip(found).SkipLast(1))
                {
                    pipeline.Report(types[i], session, failures[i]!);
                }

                var record = ErrorRecords.Make(found[^1][i]!, types[i], sessions.All[^1]);
                if (sessions.HasSeveral)
                {
                    ErrorRecords.Label(record, sessions.All[^1].Name);
                }

                throw pipeline.Fail(record);
            }
        }

        return found;
    }

    /// <summary>Looks up the types in the same way; every other failure is an error of its session.</summary>
    /// <returns>The sessions, each with the types that its server has; sessions without any are omitted.</returns>
    public IReadOnlyList<(KubeApiSession Session, ResourceName[] Resources)> FindUsable(ResourceName[] resources)
    {
        List<(KubeApiSession Session, ResourceName[] Resources)> found = [];
        foreach (var (session, failures) in sessions.All.Zip(Require(resources)))
        {
            // A failure of discovery is one error, for however many types.
            foreach (var failure in failures.OfType<KubeApiException>().Distinct())
            {
                pipeline.Report(resources[Array.IndexOf(failures, failure)].ToString(), session, failure);
            }

            found.Add((session, [.. resources.Where((_, i) => failures[i] is null)]));
        }

        return [.. found.Where(f => f.Resources.Length > 0)];
    }

    /// <summary>The resource type of a name.</summary>
    /// <exception cref="KubeApiException">The server has no such type.</exception>
    /// <exception cref="ArgumentException">The name is a category.</exception>
    public ApiResource Find(KubeApiSession session, string name) =>
        Find(session, name, () => session.Discovery.FindOneAsync(sessions.ClientOf(session), name, pipeline.Stopped));

    /// <summary>The resource types of a name, which may be a category.</summary>
    /// <exception cref="KubeApiException">The server has no such type.</exception>
    public IReadOnlyList<ApiResource> FindAll(KubeApiSession session, string name) =>
        Find(session, name, () => session.Discovery.FindAsync(sessions.ClientOf(session), name, pipeline.Stopped));

    /// <summary>The resource type of a manifest: the type of its origin, or the type with its apiVersion and kind.</summary>
    /// <exception cref="KubeApiException">The server has no such type.</exception>
    public ApiResource Find(KubeApiSession session, Manifest manifest) => Find(session, manifest.Origin, manifest.ApiVersion, manifest.Kind);

    /// <summary>The resource type of a piped object, likewise.</summary>
    public ApiResource Find(KubeApiSession session, ObjectIdentity identity) => Find(session, identity.Origin, identity.ApiVersion, identity.Kind);

    /// <summary>Reads a server's resource types again; each part that could not be read is a warning.</summary>
    public ApiCatalog Refresh(KubeApiSession session)
    {
        var catalog = pipeline.Wait(session.Discovery.RefreshAsync(sessions.ClientOf(session), pipeline.Stopped));
        foreach (var warning in catalog.Warnings)
        {
            pipeline.Host.WriteWarning(warning);
        }

        return catalog;
    }

    /// <summary>Forgets which types are unknown, because new types were defined.</summary>
    public void ForgetUnknown() => _unknown.Clear();

    private ApiResource Find(KubeApiSession session, ObjectOrigin? origin, string apiVersion, string kind) =>
        origin is { Type: var type }
            ? Find(session, $"{type.FullName} {type.Version}", () => session.Discovery.FindAsync(sessions.ClientOf(session), type, pipeline.Stopped))
            : Find(
                session, $"{apiVersion} {kind}", () => session.Discovery.FindKindAsync(sessions.ClientOf(session), apiVersion, kind, pipeline.Stopped));

    private T Find<T>(KubeApiSession session, string name, Func<Task<T>> find)
    {
        if (_unknown.TryGetValue((session, name), out var unknown))
        {
            throw unknown;
        }

        try
        {
            return pipeline.Wait(find());
        }
        catch (KubeApiException e) when (e.Failure == FailureKind.ResourceTypeNotFound)
        {
            _unknown[(session, name)] = e;
            throw;
        }
    }
}
