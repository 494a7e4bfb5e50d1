using KubeApi.Client.Errors;
using KubeApi.Client.Http;
using KubeApi.Client.Json;
using KubeApi.Client.Requests;

namespace KubeApi.Client.Discovery;

/// <summary>The fields that the field selectors of a resource type support. A server's error does not name them, and neither does its schema.</summary>
public static class FieldLabels
{
    private const string Unsupported = "field label not supported: ";

    // pkg/apis/*/*/conversion.go of Kubernetes 1.36; null for any other type.
    private static string[]? BuiltIn(string resource) => resource switch
    {
        "pods" =>
        [
            "spec.nodeName", "spec.restartPolicy", "spec.schedulerName", "spec.serviceAccountName", "spec.hostNetwork", "status.phase", "status.podIP",
            "status.nominatedNodeName",
        ],
        "nodes" => ["spec.unschedulable"],
        "namespaces" => ["status.phase"],
        "services" => ["spec.clusterIP", "spec.type"],
        "secrets" => ["type"],
        "replicationcontrollers" or "replicasets.apps" => ["status.replicas"],
        "jobs.batch" => ["status.successful"],
        "certificatesigningrequests.certificates.k8s.io" => ["spec.signerName"],
        "events" =>
        [
            "involvedObject.kind", "involvedObject.namespace", "involvedObject.name", "involvedObject.uid", "involvedObject.apiVersion",
            "involvedObject.resourceVersion", "involvedObject.fieldPath", "reason", "reportingComponent", "source", "type",
        ],
        _ => null,
    };

    /// <summary>The known fields that the selectors of a resource type support.</summary>
    /// <param name="client">The server, which has the selectable fields of custom resources.</param>
    /// <param name="resource">The resource type.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    public static async Task<IReadOnlyList<string>> ReadAsync(ApiClient client, ApiResource resource, CancellationToken cancellationToken) =>
        [.. Always(resource), .. await ReadOwnAsync(client, resource, cancellationToken).ConfigureAwait(false) ?? []];

    /// <summary>Adds the supported fields to the error of a field selector, if they are known; returns any other failure unchanged.</summary>
    /// <param name="client">The server, which has the selectable fields of custom resources.</param>
    /// <param name="resource">The resource type of the list.</param>
    /// <param name="refused">The failure.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    public static async Task<KubeApiException> ExplainAsync(
        ApiClient client, ApiResource resource, KubeApiException refused, CancellationToken cancellationToken)
    {
        if (refused.StatusCode != 400 || !refused.Message.Contains(Unsupported, StringComparison.Ordinal))
        {
            return refused;
        }

        var own = await ReadOwnAsync(client, resource, cancellationToken).ConfigureAwait(false);
        return own is null ? refused : refused.WithMessage(
            m => $"{m}. {resource.FullName} can be selected by {string.Join(", ", Always(resource).Concat(own))}");
    }

    private static string[] Always(ApiResource resource) => resource.Namespaced ? ["metadata.name", "metadata.namespace"] : ["metadata.name"];

    // Null if the type is not in the list above, and has no definition that can be read.
    private static async Task<IReadOnlyList<string>?> ReadOwnAsync(ApiClient client, ApiResource resource, CancellationToken cancellationToken)
    {
        if (BuiltIn(resource.FullName) is { } known)
        {
            return known;
        }

        try
        {
            var definitions = ApiResource.Of("apiextensions.k8s.io", "v1", "customresourcedefinitions", false);
            var request = ResourceRequests.Get(definitions, null, resource.FullName, new ListOptions());
            var definition = await client.SendForJsonAsync(request, cancellationToken).ConfigureAwait(false);
            return [.. definition.Child("spec").Items("versions").Where(v => v.Text("name") == resource.Version)
                .SelectMany(v => v.Items("selectableFields")).Select(f => f.Text("jsonPath").TrimStart('.'))];
        }
        catch (KubeApiException)
        {
            return null;
        }
    }
}
