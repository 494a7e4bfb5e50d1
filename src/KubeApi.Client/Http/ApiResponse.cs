using System.Text.Json;
using KubeApi.Client.Errors;
using KubeApi.Client.Json;
using KubeApi.Client.Requests;

namespace KubeApi.Client.Http;

/// <summary>The head of a successful response, and its body as a stream. Disposing it ends the request.</summary>
public sealed class ApiResponse : IDisposable
{
    private const int PartSize = 16 * 1024;

    private readonly HttpRequestMessage _request;
    private readonly HttpResponseMessage _response;

    internal ApiResponse(HttpRequestMessage request, HttpResponseMessage response, Stream body) => (_request, _response, Body) = (request, response, body);

    /// <summary>The body. Its reads throw <see cref="KubeApiException"/> when the connection breaks. Disposing it ends the request, too.</summary>
    public Stream Body { get; }

    /// <summary>The HTTP status code.</summary>
    public int StatusCode => (int)_response.StatusCode;

    /// <summary>The body's media type, without parameters; null if the server sent none.</summary>
    public string? MediaType => _response.Content.Headers.ContentType?.MediaType;

    /// <summary>Whether the body is JSON.</summary>
    public bool IsJson => MediaTypes.IsJson(MediaType);

    /// <summary>The entity tag; null if the server sent none.</summary>
    public string? ETag => _response.Headers.TryGetValues("ETag", out var values) ? values.First() : null;

    /// <summary>The time of the response by the server's clock; null if the server sent none.</summary>
    public DateTimeOffset? Date => _response.Headers.Date;

    /// <summary>The whole body.</summary>
    /// <exception cref="KubeApiException">It is too large, or the connection breaks.</exception>
    public async Task<byte[]> ReadAllAsync(CancellationToken cancellationToken)
    {
        using var buffer = new MemoryStream();
        var part = new byte[PartSize];
        while (await Body.ReadAsync(part, cancellationToken).ConfigureAwait(false) is > 0 and var count)
        {
            buffer.Write(part, 0, count);
            ResponseSize.Check(buffer.Length);
        }

        return buffer.ToArray();
    }

    /// <summary>The whole body as JSON.</summary>
    /// <exception cref="KubeApiException">It is not valid JSON or is too large, or the connection breaks.</exception>
    public async Task<JsonElement> ReadJsonAsync(CancellationToken cancellationToken)
    {
        var body = await ReadAllAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return JsonNodes.ParseElement(body);
        }
        catch (JsonException e)
        {
            // No inner exception: its message quotes the response, which may be a token.
            throw _request.Failed(new KubeApiException(
                FailureKind.InvalidAnswer,
                $"The response to {_request.Method.Method} {_request.RequestUri!.AbsolutePath} ({MediaType ?? "no media type"}) {JsonLimits.Fault(e)}.")
            {
                RecommendedAction = IsJson ? null : ForeignResponse.Advice,
            });
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Body.Dispose();
        _response.Dispose();
    }
}
