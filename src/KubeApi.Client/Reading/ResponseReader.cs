using System.Runtime.CompilerServices;
using System.Text;
using KubeApi.Client.Errors;
using KubeApi.Client.Http;
using KubeApi.Client.Requests;

namespace KubeApi.Client.Reading;

/// <summary>Sends a request and reads whatever the answer is, part by part as it comes. Ending the loop ends the request.</summary>
public static class ResponseReader
{
    /// <summary>The JSON values of an answer: one, or many that follow one another as in a watch; or its text, line by line.</summary>
    /// <exception cref="KubeApiException">There was no answer, it was a failure, or it broke off.</exception>
    public static async IAsyncEnumerable<ResponsePart> ReadAsync(
        ApiClient client, ApiRequest request, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var response = await client.SendAsync(request, cancellationToken).ConfigureAwait(false);
        // The server labels its OpenAPI index as text, since a file handler serves it.
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

    /// <summary>Writes an answer's bytes to a stream as they come.</summary>
    /// <exception cref="KubeApiException">There was no answer, it was a failure, or it broke off.</exception>
    public static async Task<int> CopyAsync(ApiClient client, ApiRequest request, Func<Stream> openTarget, CancellationToken cancellationToken)
    {
        using var response = await client.SendAsync(request, cancellationToken).ConfigureAwait(false);
        // Opened only now: a refused request leaves the file as it was.
        var target = openTarget();
        await using (target.ConfigureAwait(false))
        {
            await response.Body.CopyToAsync(target, cancellationToken).ConfigureAwait(false);
        }

        return response.StatusCode;
    }
}
