using System.Collections;
using System.Management.Automation;
using KubeApi.Client.Reading;
using KubeApi.Client.Requests;
using KubeApi.Output;
using KubeApi.Session;

namespace KubeApi.Completion;

/// <summary>The names or labels of objects, as they arrive. A complete list is offered again for a few seconds.</summary>
internal sealed class NameList
{
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);

    private NameList(KubeApiSession session, NameKey query) => Whole = TabQuery.RunAsync(stop => ReadAsync(session, query, stop));

    /// <summary>Ends when the last name has arrived or the request has failed. Never fails.</summary>
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
    public static NameList Of(KubeApiSession session, NameKey query) =>
        CompletionCache.Of(session).Pending.Join(query, () => new NameList(session, query), list => list.Whole);

    private async Task<NameList> ReadAsync(KubeApiSession session, NameKey wanted, CancellationToken cancellationToken)
    {
        var isWhole = true;
        var query = new ObjectQuery
        {
            Resources = [.. wanted.Resource.Split(',').Select(r => (r, (string?)null))],
            Namespaces = wanted.Namespace is null ? null : [wanted.Namespace],
            Options = new ListOptions { Representation = Representation.Metadata },
        };
        await foreach (var (_, result) in ObjectQueries.RunAsync(
            session, session.Client.ObservedBy(new QuietObserver()), query, cancellationToken).ConfigureAwait(false))
        {
            isWhole &= result.Failure is null;
            if (result.Json is not null)
            {
                var o = ApiObject.Create(session, result, new ObjectOrigin(session, result.Resource!), false);
                Add(wanted.OfLabels ? LabelsOf(o) : [ApiObject.NameOf(o)]);
            }
        }

        if (isWhole)
        {
            CompletionCache.Of(session).Names.Keep(wanted, SoFar);
        }

        return this;
    }

    // Keys that differ only in case make a dictionary.
    private static IEnumerable<string> LabelsOf(object? o) => ObjectMember.Of(ObjectMember.Of(o, "metadata"), "labels") switch
    {
        IDictionary labels => labels.Keys.Cast<string>().Select(key => $"{key}={labels[key]}"),
        PSObject labels => labels.Properties.Select(l => $"{l.Name}={l.Value}"),
        _ => [],
    };

    private void Add(IEnumerable<string> names)
    {
        lock (_names)
        {
            _names.UnionWith(names);
        }
    }
}
