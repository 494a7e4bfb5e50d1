using KubeApi.Client.Errors;
using KubeApi.Client.Objects;
using KubeApi.Client.Requests;
using KubeApi.Output;
using KubeApi.Session;

namespace KubeApi.Completion;

/// <summary>
/// Asks a server for the names of its objects: what has come within a second, and nothing where that fails. What came whole is offered again
/// for a few seconds.
/// </summary>
internal static class NameQuery
{
    /// <summary>How long a press of the Tab key waits for a server.</summary>
    public static TimeSpan Patience => TimeSpan.FromSeconds(1);

    /// <summary>The names of a resource type's objects.</summary>
    /// <param name="session">Whom to ask.</param>
    /// <param name="resource">The type by any of its names.</param>
    /// <param name="namespace">Where to look; null for all namespaces.</param>
    public static IReadOnlyList<string> Run(KubeApiSession session, string resource, string? @namespace)
    {
        if (session.Completions.Find(resource, @namespace) is { } known)
        {
            return known;
        }

        List<string> names = [];
        var isWhole = true;
        var quiet = new QuietObserver();
        using var stop = new CancellationTokenSource(Patience);
        var query = new ObjectQuery
        {
            Resources = [resource],
            Namespaces = @namespace is null ? null : [@namespace],
            Options = new ListOptions { MetadataOnly = true },
        };
        try
        {
            foreach (var (_, result) in ObjectQueries.RunAsync(session, session.Client.ObservedBy(quiet), query, quiet, stop.Token).ToBlockingEnumerable(stop.Token))
            {
                isWhole &= result.Failure is null;
                if (result.Json is not null)
                {
                    names.Add(ApiObject.NameOf(ApiObject.Create(session, result, new ObjectOrigin(session, result.Resource!), false, false)));
                }
            }

            if (isWhole)
            {
                session.Completions.Keep(resource, @namespace, names);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or KubeApiException or ObjectDisposedException)
        {
            // Completion is silent: what came is offered.
        }

        return names;
    }
}
