using System.Collections.Concurrent;
using System.Diagnostics;
using KubeApi.Client.Errors;
using KubeApi.Client.Http;
using KubeApi.Client.Requests;

namespace KubeApi.Client.Discovery;

/// <summary>
/// Caches discovery: <c>/api</c> and <c>/apis</c> in the aggregated form, revalidated by ETag; from servers without that form, the legacy form with a document
/// for each version. Safe for many threads.
/// </summary>
public sealed class DiscoveryCache
{
    // The legacy form needs a request for each version, and the server would only queue more of them.
    private const int MaxParallel = 8;

    private static readonly TimeSpan s_longestWait = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<string, Document> _documents = new();

    private readonly ConcurrentDictionary<string, Schema> _schemas = new();

    private sealed record Document(string? ETag, ApiCatalog Catalog);

    private sealed record Schema(string? ETag, byte[] Json);

    /// <summary>The last catalog; null if none was read.</summary>
    public ApiCatalog? Cached { get; private set; }

    /// <summary>Drops the catalog, so the next call reads it again.</summary>
    public void Forget()
    {
        Cached = null;
        _schemas.Clear();
    }

    /// <summary>Returns the cached catalog, or reads it.</summary>
    public Task<ApiCatalog> GetAsync(ApiClient client, CancellationToken cancellationToken) =>
        Cached is { } known ? Task.FromResult(known) : RefreshAsync(client, cancellationToken);

    /// <summary>Reads the current catalog, by conditional requests.</summary>
    /// <exception cref="KubeApiException">Neither form could be read.</exception>
    public async Task<ApiCatalog> RefreshAsync(ApiClient client, CancellationToken cancellationToken)
    {
        // In sequence over one connection: opening a second one takes longer than both requests.
        var core = await ReadAsync(client, "/api", cancellationToken).ConfigureAwait(false);
        return Cached = ApiCatalog.Join(core, await ReadAsync(client, "/apis", cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Returns the OpenAPI document of a group version, perhaps from the cache.</summary>
    /// <exception cref="KubeApiException">The document could not be read.</exception>
    internal async Task<byte[]> GetSchemaAsync(ApiClient client, ApiResource resource, CancellationToken cancellationToken) =>
        _schemas.TryGetValue(SchemaPathOf(resource), out var known)
            ? known.Json
            : await RefreshSchemaAsync(client, resource, cancellationToken).ConfigureAwait(false);

    /// <summary>Returns the current OpenAPI document of a group version, which the server sends only if its hash differs from that of the cached one.</summary>
    /// <exception cref="KubeApiException">The document could not be read.</exception>
    internal async Task<byte[]> RefreshSchemaAsync(ApiClient client, ApiResource resource, CancellationToken cancellationToken)
    {
        var path = SchemaPathOf(resource);
        _schemas.TryGetValue(path, out var known);
        using var response = await client.SendAsync(Conditional(ApiRequest.Get(path), known?.ETag), cancellationToken).ConfigureAwait(false);
        if (response.StatusCode == 304 && known is not null)
        {
            return known.Json;
        }

        var json = await response.ReadAllAsync(cancellationToken).ConfigureAwait(false);
        _schemas[path] = new Schema(response.ETag, json);
        return json;
    }

    /// <summary>
    /// Finds the resource types of a name (<see cref="ResourceLookup.Find"/>) in the cache. A missing name is looked up again on the server, because the type
    /// may be new.
    /// </summary>
    /// <exception cref="KubeApiException">The server has no resource type of that name; or discovery failed.</exception>
    public Task<IReadOnlyList<ApiResource>> FindAsync(ApiClient client, string name, CancellationToken cancellationToken) => FindAsync(
        client,
        catalog => ResourceLookup.Find(catalog, name) is { Count: > 0 } found ? found : null,
        catalog => ResourceLookup.NotFound(catalog, client.Server, name),
        cancellationToken);

    /// <summary>Finds the only resource type of a name, in the same way.</summary>
    /// <exception cref="KubeApiException">The server has no resource type of that name; or discovery failed.</exception>
    /// <exception cref="ArgumentException">The name is a category.</exception>
    public async Task<ApiResource> FindOneAsync(ApiClient client, string name, CancellationToken cancellationToken) =>
        await FindAsync(client, name, cancellationToken).ConfigureAwait(false) is [var only] ? only
        : throw new ArgumentException($"'{name}' is a category of several resource types: name one of them.");

    /// <summary>Finds the resource type with the same group, version and name as another one, perhaps of another server, in the same way.</summary>
    /// <exception cref="KubeApiException">The server has no such type, or discovery failed.</exception>
    public Task<ApiResource> FindAsync(ApiClient client, ApiResource known, CancellationToken cancellationToken) => FindAsync(
        client,
        catalog => catalog.Resources.FirstOrDefault(r => r.IsSameAs(known)),
        catalog => ResourceLookup.NotFound(catalog, client.Server, $"{known.Name}.{known.Version}{(known.Group.Length == 0 ? "" : "." + known.Group)}"),
        cancellationToken);

    /// <summary>Finds the resource type of an apiVersion and a kind (<see cref="KindLookup.Find"/>), in the same way.</summary>
    /// <exception cref="KubeApiException">The server has no such kind; or discovery failed.</exception>
    public Task<ApiResource> FindKindAsync(ApiClient client, string apiVersion, string kind, CancellationToken cancellationToken) => FindAsync(
        client,
        catalog => KindLookup.Find(catalog, apiVersion, kind),
        catalog => KindLookup.NotFound(catalog, client.Server, apiVersion, kind),
        cancellationToken);

    /// <summary>Waits until the server serves a resource type whose definition was just created.</summary>
    /// <exception cref="KubeApiException">The type is not served after half a minute, or discovery failed.</exception>
    public async Task<ApiResource> WaitForKindAsync(ApiClient client, string apiVersion, string kind, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        // The catalog may have a deleted type of that name.
        Forget();
        for (var pause = 100; ; pause = Math.Min(2 * pause, 2000))
        {
            try
            {
                return await FindKindAsync(client, apiVersion, kind, cancellationToken).ConfigureAwait(false);
            }
            catch (KubeApiException e) when (e.Failure == FailureKind.ResourceTypeNotFound && Stopwatch.GetElapsedTime(started) < s_longestWait)
            {
                await Task.Delay(pause, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async Task<T> FindAsync<T>(
        ApiClient client, Func<ApiCatalog, T?> find, Func<ApiCatalog, KubeApiException> notFound, CancellationToken cancellationToken)
        where T : class
    {
        var wasCached = Cached is not null;
        var catalog = await GetAsync(client, cancellationToken).ConfigureAwait(false);
        var found = find(catalog);
        if (found is null && wasCached)
        {
            catalog = await RefreshAsync(client, cancellationToken).ConfigureAwait(false);
            found = find(catalog);
        }

        return found ?? throw notFound(catalog);
    }

    private async Task<ApiCatalog> ReadAsync(ApiClient client, string path, CancellationToken cancellationToken)
    {
        _documents.TryGetValue(path, out var known);
        using var response = await SendAsync(client, path, known?.ETag, cancellationToken).ConfigureAwait(false);
        if (response.StatusCode == 304 && known is not null)
        {
            return known.Catalog;
        }

        var root = await response.ReadJsonAsync(cancellationToken).ConfigureAwait(false);
        var catalog = AggregatedDiscovery.IsAggregated(root)
            ? AggregatedDiscovery.Read(root)
            : await ReadVersionsAsync(client, LegacyDiscovery.ReadGroups(root), cancellationToken).ConfigureAwait(false);
        _documents[path] = new Document(response.ETag, catalog);
        return catalog;
    }

    private static async Task<ApiResponse> SendAsync(ApiClient client, string path, string? etag, CancellationToken cancellationToken)
    {
        var request = Conditional(ApiRequest.Get(path) with { Accept = MediaTypes.AggregatedDiscovery }, etag);
        try
        {
            return await client.SendAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (KubeApiException e) when (e.StatusCode == 406)
        {
            return await client.SendAsync(ApiRequest.Get(path), cancellationToken).ConfigureAwait(false);
        }
    }

    private static ApiRequest Conditional(ApiRequest request, string? etag) =>
        etag is null ? request : request with { Headers = new Dictionary<string, string> { ["If-None-Match"] = etag } };

    private static string SchemaPathOf(ApiResource resource) => "/openapi/v3" + resource.GroupVersionPath;

    private static async Task<ApiCatalog> ReadVersionsAsync(ApiClient client, List<ApiGroup> groups, CancellationToken cancellationToken)
    {
        using var gate = new SemaphoreSlim(MaxParallel);
        var parts = await Task.WhenAll(
            from g in groups from v in g.Versions select ReadVersionAsync(client, g, v, gate, cancellationToken)).ConfigureAwait(false);
        return parts.Aggregate(new ApiCatalog(groups, [], []), ApiCatalog.Join);
    }

    private static async Task<ApiCatalog> ReadVersionAsync(
        ApiClient client, ApiGroup group, string version, SemaphoreSlim gate, CancellationToken cancellationToken)
    {
        var path = ApiResource.PathOf(group.Name, version);
        await gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var root = await client.SendForJsonAsync(ApiRequest.Get(path), cancellationToken).ConfigureAwait(false);
            return new ApiCatalog([], [.. LegacyDiscovery.ReadResources(root, group, version)], []);
        }
        catch (KubeApiException e) when (e.Failure is FailureKind.Refused or FailureKind.InvalidAnswer && e.StatusCode != 401)
        {
            // An unavailable extension API server must not hide the others.
            return new ApiCatalog([], [], [$"The resources of the API group version '{path}' could not be read: {e.Message}"]);
        }
        finally
        {
            gate.Release();
        }
    }
}
