using KubeApi.Client.Errors;
using KubeApi.Client.Http;
using KubeApi.Client.Requests;

namespace KubeApi.Client.Discovery;

/// <summary>Detects a missing namespace: a server reports it only for a create, and returns an empty list for a missing namespace.</summary>
public static class NamespaceLookup
{
    private static readonly ApiResource s_namespaces = ApiResource.Of("", "v1", "namespaces", false);

    /// <summary>The failure of a request that found nothing; if its namespace is missing, that failure with similar names.</summary>
    public static async Task<KubeApiException> ExplainAsync(ApiClient client, KubeApiException missing, CancellationToken cancellationToken) =>
        missing is { StatusCode: 404, Target.Namespace: { } name, Status.Kind: not "namespaces" }
            && await IsMissingAsync(client, name, cancellationToken).ConfigureAwait(false)
            ? missing.WithMissingNamespace(name, await NameLookup.FindSimilarAsync(client, s_namespaces, null, name, cancellationToken).ConfigureAwait(false))
            : missing;

    /// <summary>The failure of an empty list whose namespace is missing; null if it exists, or cannot be read.</summary>
    public static async Task<KubeApiException?> FindFaultAsync(ApiClient client, ApiResource listed, string name, CancellationToken cancellationToken)
    {
        var empty = new KubeApiException(FailureKind.Refused, new Status { Code = 404, Reason = "NotFound" })
        {
            Target = new RequestTarget("list", listed.FullName, name, null),
        };
        return await ExplainAsync(client, empty, cancellationToken).ConfigureAwait(false) is var explained && explained != empty ? explained : null;
    }

    private static async Task<bool> IsMissingAsync(ApiClient client, string name, CancellationToken cancellationToken)
    {
        try
        {
            await client.SendForBytesAsync(
                ResourceRequests.Get(s_namespaces, null, name, new ListOptions { Representation = Representation.Metadata }),
                cancellationToken).ConfigureAwait(false);
            return false;
        }
        catch (KubeApiException e)
        {
            // Any other failure does not concern the namespace.
            return e.StatusCode == 404;
        }
    }
}
