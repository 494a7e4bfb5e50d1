using System.Text.Json.Nodes;
using KubeApi.Client.Errors;
using KubeApi.Client.Http;
using KubeApi.Client.Json;
using KubeApi.Client.Requests;

namespace KubeApi.Client.Writing;

/// <summary>Finds the rejected operation of a JSON patch, by the current object.</summary>
internal static class JsonPatchAdvice
{
    /// <summary>Whether a failure may be that of one operation, for which the server sends no cause.</summary>
    public static bool IsNeeded(KubeApiException e, PatchType? type) => type == PatchType.Json && e.StatusCode == 422 && e.Status.Causes.Count == 0;

    /// <summary>Adds the operation to the failure; returns it unchanged if the operation is unknown.</summary>
    /// <param name="client">Reads the object.</param>
    /// <param name="request">The request for the object of the patch.</param>
    /// <param name="patch">The patch.</param>
    /// <param name="ownTests">The number of operations at its beginning that this client has added.</param>
    /// <param name="e">The failure.</param>
    /// <param name="cancellationToken">Cancels the attempt.</param>
    public static async Task<KubeApiException> ExplainAsync(
        ApiClient client, ApiRequest request, ReadOnlyMemory<byte> patch, int ownTests, KubeApiException e, CancellationToken cancellationToken)
    {
        try
        {
            var operations = (JsonArray)JsonNodes.Parse(patch.Span)!;
            var o = JsonNodes.ToObject(await client.SendForJsonAsync(request, cancellationToken).ConfigureAwait(false));
            return JsonPatchCheck.Find(o, operations) is var (index, fault) && index >= ownTests
                ? e.WithMessage(
                    m => $"{m}: operation {index - ownTests + 1} of {operations.Count - ownTests} ({JsonPatchCheck.Describe(operations[index])}): {fault}")
                : e;
        }
        catch (KubeApiException)
        {
            // The object cannot be read.
            return e;
        }
    }
}
