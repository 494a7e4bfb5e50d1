using System.Text.Json;
using System.Text.Json.Nodes;
using KubeApi.Client.Errors;
using KubeApi.Client.Http;
using KubeApi.Client.Json;
using KubeApi.Client.Requests;

namespace KubeApi.Client.Writing;

/// <summary>Tells which operation of a JSON patch was refused, from the object as it is now.</summary>
internal static class JsonPatchAdvice
{
    /// <summary>Whether a failure may be that of one operation: the server gives no cause then.</summary>
    public static bool IsNeeded(KubeApiException e, PatchType? type) => type == PatchType.Json && e.StatusCode == 422 && e.Status.Causes.Count == 0;

    /// <summary>The failure, with the operation; as it came, where that is not known.</summary>
    /// <param name="client">Reads the object.</param>
    /// <param name="request">Reads the object that was to be patched.</param>
    /// <param name="patch">The patch.</param>
    /// <param name="ownTests">How many operations at the beginning of it the user has not written.</param>
    /// <param name="e">The failure.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public static async Task<KubeApiException> ExplainAsync(
        ApiClient client, ApiRequest request, ReadOnlyMemory<byte> patch, int ownTests, KubeApiException e, CancellationToken cancellationToken)
    {
        try
        {
            var operations = (JsonArray)JsonNodes.Parse(patch.Span)!;
            var o = JsonNodes.Parse(await client.SendForBytesAsync(request, cancellationToken).ConfigureAwait(false));
            return JsonPatchCheck.Find(o, operations) is var (index, fault) && index >= ownTests
                ? e.WithMessage(
                    m => $"{m}: operation {index - ownTests + 1} of {operations.Count - ownTests} ({JsonPatchCheck.Describe(operations[index])}): {fault}")
                : e;
        }
        catch (Exception other) when (other is KubeApiException or JsonException)
        {
            // It may not be read, say.
            return e;
        }
    }
}
