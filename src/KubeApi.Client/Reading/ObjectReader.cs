using System.Diagnostics;
using System.Runtime.CompilerServices;
using KubeApi.Client.Errors;
using KubeApi.Client.Http;
using KubeApi.Client.Requests;

namespace KubeApi.Client.Reading;

/// <summary>Reads objects from a server, as the bytes of their JSON.</summary>
public static class ObjectReader
{
    // The interval of reports about a slow page.
    private static readonly TimeSpan s_reportEvery = TimeSpan.FromMilliseconds(200);

    /// <summary>Reads one object, or a subresource of one.</summary>
    /// <exception cref="KubeApiException">The object is missing, forbidden, not JSON, of another kind, or could not be read.</exception>
    public static async Task<byte[]> GetAsync(ApiClient client, ApiRequest request, CancellationToken cancellationToken)
    {
        var json = await ReadAsync(client, request, cancellationToken).ConfigureAwait(false);
        ResponseKind.Check(request, ResponseKind.KindOf(json));
        return json;
    }

    /// <summary>Reads one object, with the server's cells and columns if the request accepts a table.</summary>
    /// <exception cref="KubeApiException">As <see cref="GetAsync"/>; or the table has no row with an object.</exception>
    public static async Task<ListItem> GetItemAsync(ApiClient client, ApiRequest request, CancellationToken cancellationToken)
    {
        var item = TableResponse.Read(request, await ReadAsync(client, request, cancellationToken).ConfigureAwait(false));
        ResponseKind.Check(request, ResponseKind.KindOf(item.Json));
        return item;
    }

    /// <summary>
    /// Lists objects page by page. Each object is returned when its last byte arrives, and the next page is requested as soon as its token is known, one page
    /// ahead at most. Items of built-in lists have no apiVersion and kind.
    /// </summary>
    /// <exception cref="KubeApiException">The list is forbidden, could not be read, or expired after a part was returned.</exception>
    public static async IAsyncEnumerable<ListItem> ListAsync(
        ApiClient client,
        ApiResource resource,
        string? @namespace,
        ListOptions options,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        client.Observer?.Listing(resource.FullName);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var next = (Task<ReadAheadStream>?)OpenAsync(null);
        var token = default(string);
        var emptyPages = 0;
        var delivered = 0;
        var total = default(long?);
        var isEnded = false;
        try
        {
            for (var isContinued = false; next is not null; isContinued = true)
            {
                var received = await ArriveAsync(next, isContinued).ConfigureAwait(false);
                await using var _ = received.ConfigureAwait(false);
                next = null;
                using var page = new ListPageReader(received, delivered, resource.ListKind, token, emptyPages);
                var (before, reported) = (delivered, Stopwatch.GetTimestamp());
                while (await page.ReadItemAsync(stop.Token).ConfigureAwait(false) is { } item)
                {
                    next ??= page.Continue is null ? null : OpenAsync(page.Continue);
                    delivered++;
                    yield return item;
                    if (Stopwatch.GetElapsedTime(reported) >= s_reportEvery)
                    {
                        reported = Stopwatch.GetTimestamp();
                        // A page with a next page is full.
                        total = page is { Continue: not null, RemainingItemCount: { } rest } && options.PageSize > 0 ? before + options.PageSize + rest : total;
                        client.Observer?.Listed(resource.FullName, delivered, total > delivered ? total - delivered : null);
                    }
                }

                next ??= page.Continue is null ? null : OpenAsync(page.Continue);
                (token, emptyPages) = (page.Continue, page.EmptyPages);
                isEnded = next is null;
                total = delivered + page.RemainingItemCount;
                client.Observer?.Listed(resource.FullName, delivered, isEnded ? 0 : page.RemainingItemCount);
            }
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await DiscardAsync(next).ConfigureAwait(false);
            if (!isEnded)
            {
                // It failed, or the caller ended the loop.
                client.Observer?.Listed(resource.FullName, delivered, 0);
            }
        }

        Task<ReadAheadStream> OpenAsync(string? continueToken) =>
            ReadAheadStream.OpenAsync(client, ResourceRequests.List(resource, @namespace, options, continueToken), stop.Token);

        async Task<ReadAheadStream> ArriveAsync(Task<ReadAheadStream> page, bool isContinued)
        {
            try
            {
                return await page.ConfigureAwait(false);
            }
            catch (KubeApiException e) when (e.StatusCode == 410 && isContinued)
            {
                return await RecoverAsync(e).ConfigureAwait(false);
            }
        }

        // The server keeps a list's snapshot for some five minutes (api-concepts, "Retrieving large results sets in chunks").
        Task<ReadAheadStream> RecoverAsync(KubeApiException expired)
        {
            if (expired.Status.Continue.Length > 0)
            {
                client.Observer?.Warning(
                    $"The server's snapshot for the list of {resource.FullName} expired; the objects after the first "
                        + $"{delivered} are from a later state.");
                return OpenAsync(expired.Status.Continue);
            }

            return delivered == 0
                ? OpenAsync(null)
                : throw new KubeApiException(
                    FailureKind.Refused,
                    expired.Status with
                    {
                        Message = $"The list of {resource.FullName} expired after {delivered} objects and cannot be continued: {expired.Status.Message}",
                    },
                    expired)
                {
                    Method = expired.Method,
                    RequestUri = expired.RequestUri,
                    Remedy = Remedy.ShorterList,
                };
        }
    }

    private static async Task<byte[]> ReadAsync(ApiClient client, ApiRequest request, CancellationToken cancellationToken)
    {
        using var response = await client.SendAsync(request, cancellationToken).ConfigureAwait(false);
        if (!response.IsJson && request.Target is { Resource: var resource } && resource.Contains('/', StringComparison.Ordinal))
        {
            // A log, or the response of a proxied pod.
            throw new KubeApiException(
                FailureKind.NotJson, $"{resource} is not an object: the server returned {response.MediaType ?? "a response without a media type"}.")
                .WithRequest(request.Method.Method, request.Address(client.Server), request.Target, 1);
        }

        using var reader = new JsonValueReader(response.Body);
        var o = await reader.ReadAsync(cancellationToken).ConfigureAwait(false)
            ?? throw new KubeApiException(FailureKind.InvalidAnswer, "The response has no body.");
        await reader.EndAsync(cancellationToken).ConfigureAwait(false);
        return o[0] == '{' ? o : throw new KubeApiException(FailureKind.InvalidAnswer, "The response is not a JSON object.");
    }

    private static async Task DiscardAsync(Task<ReadAheadStream>? page)
    {
        try
        {
            if (page is not null)
            {
                await (await page.ConfigureAwait(false)).DisposeAsync().ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or KubeApiException)
        {
            // The page is no longer needed.
        }
    }
}
