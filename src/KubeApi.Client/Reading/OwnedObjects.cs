using System.Text.Json;
using KubeApi.Client.Discovery;
using KubeApi.Client.Errors;
using KubeApi.Client.Http;
using KubeApi.Client.Json;
using KubeApi.Client.Requests;

namespace KubeApi.Client.Reading;

/// <summary>The objects of a namespace or a server that have owners, from metadata-only lists.</summary>
public sealed class OwnedObjects
{
    // The server would only queue more lists than this.
    private const int MaxParallel = 8;

    private readonly ILookup<string, OwnedObject> _byOwner;

    private OwnedObjects(IEnumerable<(string Owner, OwnedObject Object)> owned, IReadOnlyList<KubeApiException> failures)
    {
        _byOwner = owned.ToLookup(o => o.Owner, o => o.Object);
        Failures = failures;
    }

    /// <summary>The failures of the types that could not be listed; objects of these types are missing.</summary>
    public IReadOnlyList<KubeApiException> Failures { get; }

    /// <summary>Reads the objects.</summary>
    /// <param name="client">Sends the requests.</param>
    /// <param name="catalog">The server's resource types.</param>
    /// <param name="namespace">The namespace, whose objects own objects of the same namespace only; null for the whole server.</param>
    /// <param name="cancellationToken">Cancels the requests.</param>
    public static async Task<OwnedObjects> ReadAsync(ApiClient client, ApiCatalog catalog, string? @namespace, CancellationToken cancellationToken)
    {
        var types = catalog.Preferred.Where(t => t.Verbs.Contains("list") && (@namespace is null || t.Namespaced) && !IsNeverOwned(t)).ToList();
        List<(string, OwnedObject)> owned = [];
        List<KubeApiException> failures = [];
        foreach (var (found, failure) in await ConcurrentWork.RunAsync(
            types, MaxParallel, (type, token) => ListAsync(client, type, @namespace, token), cancellationToken).ConfigureAwait(false))
        {
            owned.AddRange(found);
            failures.AddRange(failure is null ? [] : [failure]);
        }

        return new OwnedObjects(owned, failures);
    }

    /// <summary>The objects that an object owns, and those that they own, each once and after its owner.</summary>
    /// <param name="uid">The uid of the owner.</param>
    /// <param name="recurse">Whether to follow objects that are owned themselves.</param>
    /// <returns>Each object with the number of steps from the owner, from 1.</returns>
    public IEnumerable<(OwnedObject Object, int Depth)> Of(string uid, bool recurse) => Walk(uid, 1, recurse, [uid]);

    private IEnumerable<(OwnedObject Object, int Depth)> Walk(string uid, int depth, bool recurse, HashSet<string> seen)
    {
        foreach (var owned in _byOwner[uid].OrderBy(o => o.Type.Kind, StringComparer.Ordinal).ThenBy(o => o.Namespace, StringComparer.Ordinal)
            .ThenBy(o => o.Name, StringComparer.Ordinal))
        {
            if (seen.Add(owned.Uid))
            {
                yield return (owned, depth);
                foreach (var next in recurse ? Walk(owned.Uid, depth + 1, recurse, seen) : [])
                {
                    yield return next;
                }
            }
        }
    }

    private static async Task<(List<(string Owner, OwnedObject Object)> Found, KubeApiException? Failure)> ListAsync(
        ApiClient client, ApiResource type, string? @namespace, CancellationToken cancellationToken)
    {
        List<(string, OwnedObject)> found = [];
        try
        {
            var options = new ListOptions { Representation = Representation.Metadata };
            await foreach (var item in ObjectReader.ListAsync(client, type, @namespace, options, cancellationToken).ConfigureAwait(false))
            {
                // Objects without owners are not parsed.
                if (item.Json.AsSpan().IndexOf("\"ownerReferences\""u8) >= 0)
                {
                    found.AddRange(Read(type, JsonNodes.ParseElement(item.Json).Child("metadata")));
                }
            }

            return (found, null);
        }
        catch (KubeApiException e) when (e.Failure == FailureKind.Refused && e.StatusCode is not 401)
        {
            return (found, e);
        }
    }

    private static IEnumerable<(string Owner, OwnedObject Object)> Read(ApiResource type, JsonElement metadata)
    {
        var o = new OwnedObject(type, metadata.TextOrNull("namespace"), metadata.Text("name"), metadata.Text("uid"));
        return metadata.Items("ownerReferences").Select(r => (r.Text("uid"), o));
    }

    // There are many events; the server warns of the others, which are deprecated.
    private static bool IsNeverOwned(ApiResource type) =>
        type is { Name: "events", Group: "" or "events.k8s.io" } or { Group: "", Name: "endpoints" or "componentstatuses" };
}
