using System.Runtime.CompilerServices;
using KubeApi.Client.Discovery;
using KubeApi.Client.Errors;
using KubeApi.Client.Http;
using KubeApi.Client.Requests;

namespace KubeApi.Client.Reading;

/// <summary>Runs a query against one server: finds the resource types, reads objects by name, and lists the others.</summary>
public sealed class ObjectQueryRunner(ApiClient client, DiscoveryCache discovery)
{
    /// <summary>
    /// Returns the objects as they arrive. A failure is one of the results, and the others follow. If a namespace has no objects of a type, its existence is
    /// checked once.
    /// </summary>
    public async IAsyncEnumerable<ObjectQueryResult> RunAsync(ObjectQuery query, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var hasSeveralTypes = query.Resources.Select(r => r.Type).Distinct(StringComparer.OrdinalIgnoreCase).Count() > 1;
        HashSet<string> checkedNamespaces = [], missing = [];
        foreach (var (type, own) in query.Resources)
        {
            var text = ObjectQuery.Describe((type, own));
            string[] names = own is null ? [.. query.Names] : [own, .. query.Names];
            IReadOnlyList<ApiResource> resources = [];
            var failure = default(Exception);
            try
            {
                Check(query, names);
                resources = await FindAsync(query, type, isNamed: names.Length > 0, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception e) when (IsResult(e))
            {
                failure = e;
            }

            if (failure is not null)
            {
                yield return ObjectQueryResult.Failed(text, failure);
            }

            var isOneOfSeveralTypes = hasSeveralTypes || resources.Count > 1;
            foreach (var resource in resources)
            {
                string[] its = resource.Namespaced ? names : [.. names, .. query.OtherNamespaces];
                if (SelectorFault(query, its) is { } fault)
                {
                    yield return ObjectQueryResult.Failed(text, fault);
                    continue;
                }

                // Namespaces from the pipeline arrive one by one.
                var hasSeveralNamespaces = resource.Namespaced && (query.OtherNamespaces.Count > 0 || query.Namespaces is not { Count: 1 });
                foreach (var scope in Scopes(query, resource).Where(s => s is null || !missing.Contains(s)))
                {
                    foreach (var name in its)
                    {
                        foreach (var result in await ReadNamedAsync(query, resource, scope, name, cancellationToken).ConfigureAwait(false))
                        {
                            yield return result with { IsOneOfSeveralTypes = isOneOfSeveralTypes, IsOneOfSeveralNamespaces = hasSeveralNamespaces };
                        }
                    }

                    if (its.Length > 0 && !query.AlsoList)
                    {
                        continue;
                    }

                    var isEmpty = true;
                    await foreach (var result in ListAsync(resource, scope, query.Options, cancellationToken).ConfigureAwait(false))
                    {
                        isEmpty = false;
                        yield return result with { IsOneOfSeveralTypes = isOneOfSeveralTypes, IsOneOfSeveralNamespaces = hasSeveralNamespaces };
                    }

                    if (scope is not null && checkedNamespaces.Add(scope) && isEmpty
                        && await NamespaceLookup.FindFaultAsync(client, resource, scope, cancellationToken).ConfigureAwait(false) is { } absent)
                    {
                        missing.Add(scope);
                        yield return ObjectQueryResult.Failed(scope, absent);
                    }
                }
            }
        }
    }

    private Task<IReadOnlyList<ApiResource>> FindAsync(ObjectQuery query, string name, bool isNamed, CancellationToken cancellationToken)
    {
        return query.Type is { } type ? OnlyAsync(discovery.FindAsync(client, type, cancellationToken))
            : isNamed ? OnlyAsync(discovery.FindOneAsync(client, name, cancellationToken))
            : discovery.FindAsync(client, name, cancellationToken);

        static async Task<IReadOnlyList<ApiResource>> OnlyAsync(Task<ApiResource> resource) => [await resource.ConfigureAwait(false)];
    }

    private static void Check(ObjectQuery query, string[] names)
    {
        if (query.Namespaces?.FirstOrDefault(n => n.AsSpan().IndexOfAny("*?[") >= 0) is { } pattern)
        {
            throw new ArgumentException(
                $"The namespace '{pattern}' contains a wildcard. Use exact names, or omit the namespace to search all.");
        }

        if (SelectorFault(query, names) is { } fault)
        {
            throw fault;
        }

        if (query.Subresource is not null && (names.Length == 0 || query.AlsoList || query.Namespaces is null))
        {
            throw new ArgumentException("A subresource requires the exact name and the namespace of its object.");
        }
    }

    private static ArgumentException? SelectorFault(ObjectQuery query, string[] names) =>
        names.Length > 0 && (query.Options.LabelSelector ?? query.Options.FieldSelector) is not null
            ? new ArgumentException("A name cannot be combined with a selector: it already selects one object.") : null;

    // Null means all namespaces, or a cluster-scoped type.
    private static string?[] Scopes(ObjectQuery query, ApiResource resource) =>
        resource.Namespaced && query.OtherNamespaces.Count > 0 ? [.. query.OtherNamespaces]
        : resource.Namespaced && query.Namespaces is { } namespaces ? [.. namespaces] : [null];

    private async Task<List<ObjectQueryResult>> ReadNamedAsync(
        ObjectQuery query, ApiResource resource, string? scope, string name, CancellationToken cancellationToken)
    {
        try
        {
            if (resource.Namespaced && scope is null)
            {
                return await ReadNamedEverywhereAsync(query, resource, name, cancellationToken).ConfigureAwait(false);
            }

            // The server would ignore it silently.
            if (query.Options.ResourceVersionMatch is not null)
            {
                throw new ArgumentException(
                    $"A resource version match requires a list, but '{name}' is read by name. List it with the field selector "
                    + $"metadata.name={FieldValue.Escape(name)}, or omit the match, which means at least that version.");
            }

            // A subresource has columns of another kind, or none.
            var options = query.Subresource is null || query.Options.Representation is not Representation.Table
                ? query.Options : query.Options with { Representation = Representation.Object };
            var request = ResourceRequests.Get(resource, scope, name, options, Subresource(query, resource));
            return [ObjectQueryResult.Named(resource, await ObjectReader.GetItemAsync(client, request, cancellationToken).ConfigureAwait(false), name)];
        }
        catch (Exception e) when (IsResult(e))
        {
            return [ObjectQueryResult.Failed(name, e)];
        }
    }

    // The server reads an object by name only in one namespace; for all namespaces, list with a field selector.
    private async Task<List<ObjectQueryResult>> ReadNamedEverywhereAsync(
        ObjectQuery query, ApiResource resource, string name, CancellationToken cancellationToken)
    {
        if (PathSegment.Fault(name) is { } fault)
        {
            throw new ArgumentException($"The name '{name}' {fault}.");
        }

        List<ObjectQueryResult> found = [];
        var options = query.Options with { FieldSelector = FieldValue.SelectName(name) };
        await foreach (var result in ListAsync(resource, null, options, cancellationToken).ConfigureAwait(false))
        {
            found.Add(result with { Target = name, Position = 0 });
        }

        return found.Count > 0
            ? found
            : throw new KubeApiException(
                FailureKind.Refused,
                new Status
                {
                    Code = 404,
                    Reason = "NotFound",
                    Name = name,
                    Kind = resource.Name,
                    Group = resource.Group,
                    Message = $"{resource.FullName} \"{name}\" not found in any namespace",
                });
    }

    private async IAsyncEnumerable<ObjectQueryResult> ListAsync(
        ApiResource resource, string? scope, ListOptions options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var items = ObjectReader.ListAsync(client, resource, scope, options, cancellationToken).GetAsyncEnumerator(cancellationToken);
        await using (items.ConfigureAwait(false))
        {
            for (var position = 1; ; position++)
            {
                var failure = default(Exception);
                try
                {
                    if (!await items.MoveNextAsync().ConfigureAwait(false))
                    {
                        yield break;
                    }
                }
                catch (Exception e) when (IsResult(e))
                {
                    failure = e is KubeApiException refused
                        ? await FieldLabels.ExplainAsync(client, resource, refused, cancellationToken).ConfigureAwait(false)
                        : e;
                }

                yield return failure is not null ? ObjectQueryResult.Failed(resource.FullName, failure)
                    : items.Current.IsNull
                    ? ObjectQueryResult.Failed(resource.FullName, new KubeApiException(FailureKind.InvalidAnswer, $"Item {position} of the list is null."))
                    : ObjectQueryResult.Listed(resource, items.Current, position);
                if (failure is not null)
                {
                    yield break;
                }
            }
        }
    }

    private static string? Subresource(ObjectQuery query, ApiResource resource) =>
        query.Subresource is null || resource.Subresources.Contains(query.Subresource)
            ? query.Subresource
            : throw new ArgumentException(
                $"The resource type '{resource.FullName}' has no subresource '{query.Subresource}'. It has: "
                    + $"{(resource.Subresources.Count > 0 ? string.Join(", ", resource.Subresources) : "none")}.");

    private static bool IsResult(Exception e) => e is KubeApiException or ArgumentException;
}
