using System.Globalization;
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
        var writer = response.BodyWriter;
        var unflushed = 0;
        Write(Head(type, page));
        var first = true;
        foreach (var item in page.Items)
        {
            if (!first)
            {
                Write(","u8);
            }

            first = false;
            Write(item.Json);
            if (unflushed > FlushAfter)
            {
                unflushed = 0;
                if ((await writer.FlushAsync(context.RequestAborted)).IsCompleted)
                {
                    return;
                }
            }
        }

        Write("]}\n"u8);
        await writer.FlushAsync(context.RequestAborted);

        void Write(ReadOnlySpan<byte> bytes)
        {
            System.Buffers.BuffersExtensions.Write(writer, bytes);
            unflushed += bytes.Length;
        }
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
