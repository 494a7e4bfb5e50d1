using System.Buffers;
using KubeApi.Sandbox.Store;
using KubeApi.Sandbox.Types;

namespace KubeApi.Sandbox.State;

/// <summary>Writes a snapshot of the store as one List that can be loaded again. It includes secrets, so it is for the admin.</summary>
internal sealed class StateWriter(ObjectStore store, ResourceCatalog catalog)
{
    public async Task WriteAsync(HttpContext context)
    {
        var (version, tables) = store.Atomically(() => (store.Version, catalog.StoredTypes
            .Select(type => (Type: type, store.Snapshot(type).Objects)).ToList()));
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
            // Flushed as the client reads, so memory does not grow.
            await body.FlushAsync(context.RequestAborted);
        }

        body.Write("\n]}\n"u8);
    }
}
