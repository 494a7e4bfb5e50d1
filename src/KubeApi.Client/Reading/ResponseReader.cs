using System.Runtime.CompilerServices;
using System.Text;
using KubeApi.Client.Errors;
using KubeApi.Client.Http;
using KubeApi.Client.Requests;

namespace KubeApi.Client.Reading;

/// <summary>Sends a request and reads any response, part by part as it arrives. Ending the loop ends the request.</summary>
public static class ResponseReader
{
    /// <summary>The JSON values of a response: one, or a sequence as in a watch; or its lines.</summary>
    /// <exception cref="KubeApiException">There was no response, it was a failure, or it was incomplete.</exception>
    public static async IAsyncEnumerable<ResponsePart> ReadAsync(
        ApiClient client, ApiRequest request, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var response = await client.SendAsync(request, cancellationToken).ConfigureAwait(false);
        // The server sends its OpenAPI index as text, because a file handler serves it.
        if (response.IsJson || (response.MediaType == "text/plain" && request.PathAndQuery.StartsWith("/openapi/", StringComparison.Ordinal)))
        {
            using var values = new JsonValueReader(response.Body);
            while (await values.ReadAsync(cancellationToken).ConfigureAwait(false) is { } value)
            {
                yield return new ResponsePart(value, null);
            }

            yield break;
        }

        using var text = new StreamReader(response.Body, new UTF8Encoding(false));
        while (await text.ReadLineAsync(cancellationToken).ConfigureAwait(false) is { } line)
        {
            yield return new ResponsePart(null, line);
        }
    }

    /// <summary>Copies a response's body to a stream as it arrives.</summary>
    /// <exception cref="KubeApiException">There was no response, it was a failure, or it was incomplete.</exception>
    public static async Task<int> CopyAsync(ApiClient client, ApiRequest request, Func<Stream> openTarget, CancellationToken cancellationToken)
    {
        using var response = await client.SendAsync(request, cancellationToken).ConfigureAwait(false);
        // Opened only now, so a failed request does not change the file.
        var target = openTarget();
        await using (target.ConfigureAwait(false))
        {
            await response.Body.CopyToAsync(target, cancellationToken).ConfigureAwait(false);
        }

        return response.StatusCode;
    }
}
