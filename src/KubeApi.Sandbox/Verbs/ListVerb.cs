using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using KubeApi.Sandbox.Discovery;
using KubeApi.Sandbox.Flow;
using KubeApi.Sandbox.Http;
using KubeApi.Sandbox.Store;
using Microsoft.AspNetCore.Http;

namespace KubeApi.Sandbox.Verbs;

internal sealed class ListVerb(Cluster cluster) : IVerb
{
    private const int FlushAfter = 256 * 1024;

    public async Task AnswerAsync(ApiRequest api, ResourceType type)
    {
        var isPartial = PartialMetadata.IsWanted(api.Http.Request, PartialMetadata.ListKind);
        if (!isPartial)
        {
            AcceptHeader.RequireJson(api.Http.Request);
        }

        var page = ListPage.Cut(cluster.Store, type, ListOptions.Parse(type, api));
        if (isPartial)
        {
            await Answer.JsonAsync(api.Http, 200, PartialMetadata.Of(page, Encoding.UTF8.GetBytes(Metadata(page))));
            return;
        }

        await WriteAsync(cluster, api.Http, type, page);
    }

    /// <summary>Streams the stored bytes of the items as they are: a list of any length costs no more memory than one of its flushes.</summary>
    public static async Task WriteAsync(Cluster cluster, HttpContext context, ResourceType type, ListPage page)
    {
        var (flow, pacer) = cluster.Lists.For(context.Request);
        if (Answer.WantsIndentation(context.Request))
        {
            await Answer.JsonAsync(context, 200, [.. Head(type, page), .. Joined(type, page), .. Tail(type, page)]);
            return;
        }

        var response = context.Response;
        response.StatusCode = 200;
        response.ContentType = "application/json";
        await using var paced = pacer is null ? null : new PacedStream(response.Body, pacer);
        await using var compressed = Compression.TryOpen(context, page.Items.Sum(item => (long)item.Length), paced ?? response.Body);
        var writer = (compressed ?? paced) is { } stream
            ? PipeWriter.Create(stream, new StreamPipeWriterOptions(minimumBufferSize: 64 * 1024, leaveOpen: true))
            : response.BodyWriter;
        writer.Write(Head(type, page));
        var unflushed = 0;
        for (var index = 0; index < page.Items.Count; index++)
        {
            if (index == flow.CutAfter || index == flow.HoldAfter)
            {
                await writer.FlushAsync(context.RequestAborted);
                await StopAsync(cluster, context, cut: index == flow.CutAfter);
            }

            if (index > 0)
            {
                writer.Write(","u8);
            }

            WriteItem(writer, type, page.Items[index]);
            unflushed += page.Items[index].Length;
            if (unflushed > FlushAfter)
            {
                unflushed = 0;
                await writer.FlushAsync(context.RequestAborted);
            }
        }

        writer.Write(Tail(type, page));
        writer.Write("\n"u8);
        await writer.FlushAsync(context.RequestAborted);
    }

    private static async Task StopAsync(Cluster cluster, HttpContext context, bool cut)
    {
        if (cut)
        {
            // A reset throws away what the client has not read yet, and it is to have the items.
            await Task.Delay(100, context.RequestAborted);
            context.Abort();
            throw new OperationCanceledException();
        }

        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, cluster.Stopping);
        await cluster.Lists.Released.WaitAsync(ending.Token);
    }

    // A custom list is a map without an order of its own: its members come by their names, the metadata last, and each item says what it is.
    private static byte[] Head(ResourceType type, ListPage page) => Encoding.UTF8.GetBytes(type.IsCustom
        ? $$"""{"apiVersion":"{{type.ApiVersion}}","items":["""
        : $$"""{"kind":"{{type.ListKind}}","apiVersion":"{{type.ApiVersion}}","metadata":{{Metadata(page)}},"items":[""");

    private static byte[] Tail(ResourceType type, ListPage page) => Encoding.UTF8.GetBytes(type.IsCustom
        ? string.Create(CultureInfo.InvariantCulture, $$$"""],"kind":"{{{type.ListKind}}}","metadata":{"continue":"{{{page.Continue}}}"{{{Remaining(page)}}},"resourceVersion":"{{{page.Version}}}"}}""")
        : "]}");

    private static void WriteItem(IBufferWriter<byte> writer, ResourceType type, StoredObject item)
    {
        if (type.IsCustom)
        {
            writer.Write(type.Head);
            writer.Write(item.Json.AsSpan(1));
        }
        else
        {
            item.WriteTo(writer);
        }
    }

    private static string Metadata(ListPage page)
    {
        var next = page.Continue is null ? "" : $",\"continue\":\"{page.Continue}\"";
        return string.Create(CultureInfo.InvariantCulture, $$"""{"resourceVersion":"{{page.Version}}"{{next}}{{Remaining(page)}}}""");
    }

    private static string Remaining(ListPage page) => page.Remaining is null ? "" : string.Create(CultureInfo.InvariantCulture, $",\"remainingItemCount\":{page.Remaining}");

    private static byte[] Joined(ResourceType type, ListPage page)
    {
        var buffer = new ArrayBufferWriter<byte>();
        for (var index = 0; index < page.Items.Count; index++)
        {
            buffer.Write(index == 0 ? ""u8 : ","u8);
            WriteItem(buffer, type, page.Items[index]);
        }

        return buffer.WrittenSpan.ToArray();
    }
}
