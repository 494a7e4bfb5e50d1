using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using KubeApi.Sandbox.Discovery;
using KubeApi.Sandbox.Http;
using Microsoft.AspNetCore.Http;

namespace KubeApi.Sandbox.Verbs;

internal sealed class ListVerb(Cluster cluster) : IVerb
{
    private const int FlushAfter = 256 * 1024;

    public async Task AnswerAsync(ApiRequest api, ResourceType type)
    {
        AcceptHeader.RequireJson(api.Http.Request);
        var page = ListPage.Cut(cluster.Store, type, ListOptions.Parse(type, api));
        await WriteAsync(api.Http, type, page);
    }

    /// <summary>Streams the stored bytes of the items as they are: a list of any length costs no more memory than one of its flushes.</summary>
    public static async Task WriteAsync(HttpContext context, ResourceType type, ListPage page)
    {
        if (Answer.WantsIndentation(context.Request))
        {
            await Answer.JsonAsync(context, 200, [.. Head(type, page), .. Joined(page), .. "]}"u8]);
            return;
        }

        var response = context.Response;
        response.StatusCode = 200;
        response.ContentType = "application/json";
        await using var compressed = Compression.TryOpen(context, page.Items.Sum(item => (long)item.Json.Length));
        var writer = compressed is null ? response.BodyWriter : PipeWriter.Create(compressed, new StreamPipeWriterOptions(leaveOpen: true));
        writer.Write(Head(type, page));
        var unflushed = 0;
        for (var index = 0; index < page.Items.Count; index++)
        {
            if (index > 0)
            {
                writer.Write(","u8);
            }

            var json = page.Items[index].Json;
            writer.Write(json);
            unflushed += json.Length;
            if (unflushed > FlushAfter)
            {
                unflushed = 0;
                await writer.FlushAsync(context.RequestAborted);
            }
        }

        writer.Write("]}\n"u8);
        await writer.FlushAsync(context.RequestAborted);
    }

    private static byte[] Head(ResourceType type, ListPage page)
    {
        var next = page.Continue is null ? "" : $",\"continue\":\"{page.Continue}\"";
        var remaining = page.Remaining is null ? "" : string.Create(CultureInfo.InvariantCulture, $",\"remainingItemCount\":{page.Remaining}");
        return Encoding.UTF8.GetBytes(string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"kind":"{{type.ListKind}}","apiVersion":"{{type.ApiVersion}}","metadata":{"resourceVersion":"{{page.Version}}"{{next}}{{remaining}}},"items":["""));
    }

    private static byte[] Joined(ListPage page) => [.. page.Items.SelectMany((item, index) => index == 0 ? item.Json : [(byte)',', .. item.Json])];
}
