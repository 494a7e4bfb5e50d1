using System.Buffers;
using System.IO.Pipelines;
using KubeApi.Sandbox.Flow;
using KubeApi.Sandbox.Protocol;
using KubeApi.Sandbox.Runtime;
using KubeApi.Sandbox.Types;

namespace KubeApi.Sandbox.Verbs;

/// <summary>Streams lists, with the pauses and cuts of their flow.</summary>
internal sealed class ListWriter(ListGate lists, Lifetime lifetime)
{
    private const int FlushAfter = 256 * 1024;

    /// <summary>Streams the stored bytes of the items: a list of any length needs only the memory of one flush.</summary>
    public async Task WriteAsync(HttpContext context, ResourceType type, ListPage page)
    {
        var (flow, pacer) = lists.For(context.Request);
        var (head, write, tail) = ResponseWriter.FormOf(context, type).List(
            Encoding.UTF8.GetBytes(type.Rules.IsVersioned ? Metadata(page) : "{}"), page.Items.Count == 0);
        if (ResponseWriter.IsWhole(context.Request))
        {
            var buffer = new ArrayBufferWriter<byte>();
            for (var index = 0; index < page.Items.Count; index++)
            {
                // Its first items are sent with the others.
                await StopAsync(context, flow, index);
                buffer.Write(index == 0 ? ""u8 : ","u8);
                write(buffer, page.Items[index]);
            }

            await ResponseWriter.JsonAsync(context, 200, [.. head, .. buffer.WrittenSpan, .. tail]);
            return;
        }

        var response = context.Response;
        response.StatusCode = 200;
        response.ContentType = "application/json";
        await using var paced = pacer is null ? null : new PacedStream(response.Body, pacer);
        await using var compressed = !flow.Compress ? null : Compression.TryOpen(context, page.Items.Sum(item => (long)item.Length), paced ?? response.Body);
        var writer = (compressed ?? paced) is { } stream
            ? PipeWriter.Create(stream, new StreamPipeWriterOptions(minimumBufferSize: 64 * 1024, leaveOpen: true))
            : response.BodyWriter;
        writer.Write(head);
        var unflushed = 0;
        for (var index = 0; index < page.Items.Count; index++)
        {
            if (index == flow.CutAfter || index == flow.HoldAfter)
            {
                await writer.FlushAsync(context.RequestAborted);
                await StopAsync(context, flow, index);
            }

            if (index > 0)
            {
                writer.Write(","u8);
            }

            write(writer, page.Items[index]);
            unflushed += page.Items[index].Length;
            if (unflushed > FlushAfter)
            {
                unflushed = 0;
                await writer.FlushAsync(context.RequestAborted);
            }
        }

        writer.Write(tail);
        writer.Write("\n"u8);
        await writer.FlushAsync(context.RequestAborted);
    }

    /// <summary>Drops the connection.</summary>
    public static async Task CutAsync(HttpContext context)
    {
        // A reset discards unread data, but the client should get the items.
        await Task.Delay(100, context.RequestAborted);
        context.Abort();
        throw new OperationCanceledException();
    }

    private async Task StopAsync(HttpContext context, ListFlow flow, int index)
    {
        if (index == flow.CutAfter)
        {
            await CutAsync(context);
        }

        if (index != flow.HoldAfter)
        {
            return;
        }

        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.Stopping);
        await lists.Released.WaitAsync(ending.Token);
    }

    private static string Metadata(ListPage page)
    {
        var next = page.Continue is null ? "" : $",\"continue\":\"{page.Continue}\"";
        var remaining = page.Remaining is null ? "" : string.Create(CultureInfo.InvariantCulture, $",\"remainingItemCount\":{page.Remaining}");
        return string.Create(CultureInfo.InvariantCulture, $$"""{"resourceVersion":"{{page.Version}}"{{next}}{{remaining}}}""");
    }
}
