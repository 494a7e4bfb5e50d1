using System.Runtime.CompilerServices;
using System.Text.Json;
using KubeApi.Client.Errors;
using KubeApi.Client.Http;
using KubeApi.Client.Json;
using KubeApi.Client.Reading;
using KubeApi.Client.Requests;

namespace KubeApi.Client.Watching;

/// <summary>Lists and watches a resource type on a server.</summary>
/// <param name="client">Sends the requests.</param>
/// <param name="resource">The resource type.</param>
/// <param name="namespace">The namespace; null for all, and for cluster-scoped types.</param>
/// <param name="options">Selectors, page size and representation.</param>
internal sealed class ResourceWatchSource(ApiClient client, ApiResource resource, string? @namespace, ListOptions options) : IWatchSource<ListItem>
{
    // Bytes: some two hundred events, so that a reader that pauses briefly does not hold up the server.
    private const int ReadAhead = 1024 * 1024;

    public async IAsyncEnumerable<WatchSignal<ListItem>> ListAsync(bool inPages, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var pageOptions = inPages ? options : options with { PageSize = 0 };
        string? token = null;
        var version = "";
        var (count, emptyPages) = (0, 0);
        do
        {
            var request = ResourceRequests.List(resource, @namespace, pageOptions, token);
            var page = await ReadAheadStream.OpenAsync(client, request, cancellationToken).ConfigureAwait(false);
            await using var _ = page.ConfigureAwait(false);
            using var reader = new ListPageReader(page, count, resource.ListKind, token, emptyPages);
            while (await reader.ReadItemAsync(cancellationToken).ConfigureAwait(false) is { } item)
            {
                count++;
                yield return ToSignal(item, count);
            }

            (token, version, emptyPages) = (reader.Continue, reader.ResourceVersion ?? version, reader.EmptyPages);
        }
        while (token is not null);
        yield return WatchSignal<ListItem>.Bookmark(version);
    }

    public async IAsyncEnumerable<WatchSignal<ListItem>> WatchAsync(
        string version, TimeSpan timeout, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var request = ResourceRequests.Watch(resource, @namespace, options, version, timeout);
        var body = await ReadAheadStream.OpenAsync(client, request, cancellationToken, ReadAhead).ConfigureAwait(false);
        await using var _ = body.ConfigureAwait(false);
        yield return WatchSignal<ListItem>.Opened;
        using var objects = new JsonObjectReader(body);
        var events = new WatchEventReader();
        while (await objects.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            yield return Read();
        }

        WatchSignal<ListItem> Read()
        {
            try
            {
                return events.Read(objects.Value, objects.OnlyChildEnd);
            }
            catch (KubeApiException e)
            {
                throw e.WithRequest(request.Method.Method, request.Address(client.Server), request.Target, 1);
            }
        }
    }

    public async Task<string> ReadVersionAsync(CancellationToken cancellationToken)
    {
        var request = ResourceRequests.List(resource, @namespace, options with { PageSize = 1, Representation = Representation.Metadata });
        using var response = await client.SendAsync(request, cancellationToken).ConfigureAwait(false);
        using var reader = new ListPageReader(response.Body, 0, resource.ListKind);
        while (await reader.ReadItemAsync(cancellationToken).ConfigureAwait(false) is not null)
        {
        }

        return reader.ResourceVersion ?? "";
    }

    private static WatchSignal<ListItem> ToSignal(ListItem item, int position)
    {
        try
        {
            return new WatchSignal<ListItem>(WatchSignalKind.Added, WatchEventReader.Identify(item));
        }
        catch (JsonException e)
        {
            throw new KubeApiException(FailureKind.InvalidAnswer, $"Item {position} of the list {JsonLimits.Fault(e)} at its byte {e.BytePositionInLine}.", e);
        }
    }
}
