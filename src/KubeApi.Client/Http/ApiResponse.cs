using KubeApi.Client.Requests;

namespace KubeApi.Client.Http;

/// <summary>The head of a successful response, and its body as a stream. Disposing it ends the request.</summary>
public sealed class ApiResponse : IDisposable
{
    private const int PartSize = 16 * 1024;

    private readonly HttpResponseMessage _response;

    internal ApiResponse(HttpResponseMessage response, Stream body)
    {
        _response = response;
        Body = body;
    }

    /// <summary>The body. Its reads throw <see cref="Errors.KubeApiException"/> when the connection breaks.</summary>
    public Stream Body { get; }

    /// <summary>The HTTP status code.</summary>
    public int StatusCode => (int)_response.StatusCode;

    /// <summary>The body's media type, without parameters; null if the server sent none.</summary>
    public string? MediaType => _response.Content.Headers.ContentType?.MediaType;

    /// <summary>Whether the body is JSON.</summary>
    public bool IsJson => MediaTypes.IsJson(MediaType);

    /// <summary>The entity tag; null if the server sent none.</summary>
    public string? ETag => _response.Headers.TryGetValues("ETag", out var values) ? values.First() : null;

    /// <summary>When the server responded, by its clock; null if it did not say.</summary>
    public DateTimeOffset? Date => _response.Headers.Date;

    /// <summary>The whole body.</summary>
    /// <exception cref="Errors.KubeApiException">It is too large, or the connection breaks.</exception>
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

    /// <inheritdoc/>
    public void Dispose()
    {
        Body.Dispose();
        _response.Dispose();
    }
}
