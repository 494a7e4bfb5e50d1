using KubeApi.Client.Reading;
using KubeApi.Client.Requests;
using KubeApi.Output;
using KubeApi.Session;

namespace KubeApi.Completion;

/// <summary>The names of a resource type's objects, as they arrive. A complete list is offered again for a few seconds.</summary>
internal sealed class NameList
{
    private readonly List<string> _names = [];

    private NameList(KubeApiSession session, string resource, string? @namespace) =>
        Whole = TabQuery.RunAsync(cancellationToken => ReadAsync(session, resource, @namespace, cancellationToken));

    /// <summary>Ends with the last name, or when no more come. Does not fail.</summary>
    public Task Whole { get; }

    /// <summary>The names that have arrived.</summary>
    public IReadOnlyList<string> SoFar
    {
        get
        {
            lock (_names)
            {
                return [.. _names];
            }
        }
    }

    /// <summary>Starts a query, or joins a pending one.</summary>
    public static NameList Of(KubeApiSession session, string resource, string? @namespace) =>
        CompletionCache.Of(session).Pending.Join((resource, @namespace), () => new NameList(session, resource, @namespace), list => list.Whole);

    private async Task<NameList> ReadAsync(KubeApiSession session, string resource, string? @namespace, CancellationToken cancellationToken)
    {
        var isWhole = true;
        var query = new ObjectQuery
        {
            Resources = [(resource, null)],
            Namespaces = @namespace is null ? null : [@namespace],
            Options = new ListOptions { Representation = Representation.Metadata },
        };
        await foreach (var (_, result) in ObjectQueries.RunAsync(
            session, session.Client.ObservedBy(new QuietObserver()), query, cancellationToken).ConfigureAwait(false))
        {
            isWhole &= result.Failure is null;
            if (result.Json is not null)
            {
                Add(ApiObject.NameOf(ApiObject.Create(session, result, new ObjectOrigin(session, result.Resource!), false)));
            }
        }

        if (isWhole)
        {
            CompletionCache.Of(session).Names.Keep(resource, @namespace, SoFar);
        }

        return this;
    }

    private void Add(string name)
    {
        lock (_names)
        {
            _names.Add(name);
        }
    }
}
