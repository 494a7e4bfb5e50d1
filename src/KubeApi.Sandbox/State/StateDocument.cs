using System.Buffers;
using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace KubeApi.Sandbox.State;

/// <summary>
/// `GET /sandbox/state`: everything that is in the store at one moment, as one List that can be loaded again. With its secrets: it is the admin's.
/// </summary>
internal sealed class StateDocument(Cluster cluster)
{
    private const string Path = "/sandbox/state";

    public async Task<bool> TryHandleAsync(HttpContext context)
    {
        if (context.Request.Path != Path)
        {
            return false;
        }

        var (version, tables) = cluster.Store.Atomically(() => (cluster.Store.Version, cluster.Catalog.StoredTypes
            .Select(type => (Type: type, cluster.Store.Snapshot(type).Objects)).ToList()));
        context.Response.ContentType = "application/json";
        var body = context.Response.BodyWriter;
        body.Write(Encoding.UTF8.GetBytes(string.Create(
            CultureInfo.InvariantCulture, $$"""{"kind":"List","apiVersion":"v1","metadata":{"resourceVersion":"{{version}}"},"items":[""")));
        var separator = "\n"u8.ToArray();
        foreach (var (type, stored) in from table in tables from stored in table.Objects select (table.Type, stored))
        {
            body.Write(separator);
            body.Write(type.Head);
            body.Write(stored.Json.AsSpan(1));
            separator = [.. ",\n"u8];
            // As fast as it is read: nothing piles up.
            await body.FlushAsync(context.RequestAborted);
        }

        body.Write("\n]}\n"u8);
        return true;
    }
}
