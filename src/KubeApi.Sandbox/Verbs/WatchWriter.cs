using KubeApi.Sandbox.Errors;
using KubeApi.Sandbox.Flow;
using KubeApi.Sandbox.Protocol;

namespace KubeApi.Sandbox.Verbs;

/// <summary>
/// Writes the events of a watch, one line each, in the form the client wants. Only the end of the request cancels a write: a canceled write aborts the
/// connection, but a watch at its time-out ends normally.
/// </summary>
internal sealed class WatchWriter(HttpContext context, ObjectForm form, WatchFlow flow)
{
    // Columns are sent once.
    private bool _hasColumns;
    private int _events;

    /// <exception cref="EndOfStreamException">The watch has to end.</exception>
    public async Task ObjectAsync(string type, byte[] stored)
    {
        var json = form.One(stored, withColumns: !_hasColumns);
        _hasColumns = true;
        await WriteAsync(type, json);
        _events++;
        if (_events == flow.CutAfter)
        {
            await ListWriter.CutAsync(context);
        }

        if (_events == flow.EndAfter)
        {
            throw new EndOfStreamException();
        }
    }

    public bool HasBookmarked { get; private set; }

    public Task BookmarkAsync(long version, bool endsInitialEvents)
    {
        HasBookmarked = true;
        var annotations = endsInitialEvents ? ",\"annotations\":{\"k8s.io/initial-events-end\":\"true\"}" : "";
        return ObjectAsync(
            "BOOKMARK",
            Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{{\"metadata\":{{\"resourceVersion\":\"{version}\"{annotations}}}}}")));
    }

    public Task ErrorAsync(Status status) => WriteAsync("ERROR", status.ToBytes());

    public Task FlushAsync() => context.Response.Body.FlushAsync(context.RequestAborted);

    private async Task WriteAsync(string type, byte[] json)
    {
        await context.Response.Body.WriteAsync(
            (byte[])[.. "{\"type\":\""u8, .. Encoding.ASCII.GetBytes(type), .. "\",\"object\":"u8, .. json, .. "}\n"u8], context.RequestAborted);
        await FlushAsync();
    }
}
