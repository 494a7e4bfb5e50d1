using System.Text.Json;
using KubeApi.Client.Errors;
using KubeApi.Client.Http;
using KubeApi.Client.Json;
using KubeApi.Client.Requests;

namespace KubeApi.Client.Discovery;

/// <summary>
/// The fields that a field selector of a resource type may name. A server refuses the others without naming these, and its schema does not have them.
/// </summary>
public static class FieldLabels
{
    private const string Unsupported = "field label not supported: ";

    // pkg/apis/*/*/conversion.go of Kubernetes 1.36; null for any other type.
    private static string? BuiltIn(string resource) => resource switch
    {
        "pods" => "spec.nodeName, spec.restartPolicy, spec.schedulerName, spec.serviceAccountName, spec.hostNetwork, "
            + "status.phase, status.podIP, status.nominatedNodeName",
        "nodes" => "spec.unschedulable",
        "namespaces" => "status.phase",
        "services" => "spec.clusterIP, spec.type",
        "secrets" => "type",
        "replicationcontrollers" or "replicasets.apps" => "status.replicas",
        "jobs.batch" => "status.successful",
        "certificatesigningrequests.certificates.k8s.io" => "spec.signerName",
        "events" => "involvedObject.kind, involvedObject.namespace, involvedObject.name, involvedObject.uid, involvedObject.apiVersion, "
            + "involvedObject.resourceVersion, involvedObject.fieldPath, reason, reportingComponent, source, type",
        _ => null,
    };

    /// <summary>The refusal of a field selector, with the labels that the type supports, where they are known; any other failure as it is.</summary>
    /// <param name="client">The server: a custom resource's definition has its selectable fields.</param>
    /// <param name="resource">The resource type that was selected from.</param>
    /// <param name="refused">What the server said.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public static async Task<KubeApiException> ExplainAsync(
        ApiClient client, ApiResource resource, KubeApiException refused, CancellationToken cancellationToken)
    {
        if (refused.StatusCode != 400 || !refused.Message.Contains(Unsupported, StringComparison.Ordinal))
        {
            return refused;
        }

        var own = BuiltIn(resource.FullName) ?? await ReadSelectableFieldsAsync(client, resource, cancellationToken).ConfigureAwait(false);
        var always = resource.Namespaced ? "metadata.name, metadata.namespace" : "metadata.name";
        return own is null ? refused : refused.WithMessage(m => $"{m}. {resource.FullName} can be selected by {always}, {own}");
    }

    // Null if there is no such definition, or it may not be read.
    private static async Task<string?> ReadSelectableFieldsAsync(ApiClient client, ApiResource resource, CancellationToken cancellationToken)
    {
        try
        {
            var definitions = ApiResource.Of("apiextensions.k8s.io", "v1", "customresourcedefinitions", false);
            var request = ResourceRequests.Get(definitions, null, resource.FullName, new ListOptions());
            var json = await client.SendForBytesAsync(request, cancellationToken).ConfigureAwait(false);
            using var definition = JsonDocument.Parse(json);
            return string.Join(", ", definition.RootElement.Child("spec").Items("versions").Where(v => v.Text("name") == resource.Version)
                .SelectMany(v => v.Items("selectableFields")).Select(f => f.Text("jsonPath").TrimStart('.')));
        }
        catch (Exception e) when (e is KubeApiException or JsonException)
        {
            return null;
        }
    }
}
