using KubeApi.Client.Errors;
using KubeApi.Client.Http;
using KubeApi.Client.Json;
using KubeApi.Client.Reading;
using KubeApi.Client.Requests;

namespace KubeApi.Client.Access;

/// <summary>Reads the roles and bindings of a server.</summary>
public static class RbacReader
{
    private const string Group = "rbac.authorization.k8s.io";

    /// <summary>Reads the roles and bindings that apply to some namespaces.</summary>
    /// <param name="client">Sends the requests.</param>
    /// <param name="namespaces">The namespaces; none for cluster-scoped resources, null for all.</param>
    /// <param name="cancellationToken">Cancels the requests.</param>
    /// <returns>The policy, and the failures of the lists that are missing from it.</returns>
    public static async Task<(RbacPolicy Policy, IReadOnlyList<KubeApiException> Failures)> ReadAsync(
        ApiClient client, IReadOnlyList<string>? namespaces, CancellationToken cancellationToken)
    {
        var policy = new RbacPolicy();
        List<KubeApiException> failures = [];
        await AddAsync("ClusterRole", null).ConfigureAwait(false);
        await AddAsync("ClusterRoleBinding", null).ConfigureAwait(false);
        foreach (var @namespace in namespaces ?? (IReadOnlyList<string?>)[null])
        {
            await AddAsync("Role", @namespace).ConfigureAwait(false);
            await AddAsync("RoleBinding", @namespace).ConfigureAwait(false);
        }

        return (policy, failures);

        async Task AddAsync(string kind, string? @namespace)
        {
            var type = ApiResource.Of(Group, "v1", $"{kind.ToLowerInvariant()}s", namespaced: !kind.StartsWith("Cluster", StringComparison.Ordinal));
            try
            {
                await foreach (var item in ObjectReader.ListAsync(client, type, @namespace, new ListOptions(), cancellationToken).ConfigureAwait(false))
                {
                    policy.Add(kind, JsonNodes.ParseElement(item.Json));
                }
            }
            catch (KubeApiException e) when (e.StatusCode is 403 or 404)
            {
                failures.Add(e);
            }
        }
    }
}
