using System.Buffers;
using System.Diagnostics;
using System.Text;
using KubeApi.Benchmarks.Servers;

namespace KubeApi.Benchmarks.Children;

/// <summary>The physical limit: HttpClient, headers first, discarding the body; the next page is requested when the headers of this one have arrived.</summary>
internal sealed class RawWork(WorkSpec spec) : IWork
{
    private const int HeadSize = 16 * 1024;

    private readonly HttpClient _http = RawHttp.Create(spec);

    /// <summary>The server's address, without a slash at its end.</summary>
    public string Server => _http.BaseAddress!.GetLeftPart(UriPartial.Authority);

    /// <summary>Path and query of the pages of the last run.</summary>
    public List<string> Pages { get; } = [];

    public async Task<WorkResult> RunAsync()
    {
        Pages.Clear();
        var start = Stopwatch.GetTimestamp();
        var (first, total, pages) = (0d, 0L, 0);
        var buffer = ArrayPool<byte>.Shared.Rent(128 * 1024);
        var next = (Task<HttpResponseMessage>?)SendAsync(null);
        while (next is not null)
        {
            using var response = (await next).EnsureSuccessStatusCode();
            next = null;
            pages++;
            await using var body = await response.Content.ReadAsStreamAsync();
            var filled = await body.ReadAtLeastAsync(buffer.AsMemory(0, HeadSize), 1024, throwOnEndOfStream: false);
            first = first == 0 ? Stopwatch.GetElapsedTime(start).TotalSeconds : first;
            if (ReadContinue(buffer.AsSpan(0, filled)) is { } token)
            {
                next = SendAsync(token);
            }

            total += filled;
            int read;
            while ((read = await body.ReadAsync(buffer)) > 0)
            {
                total += read;
            }
        }

        ArrayPool<byte>.Shared.Return(buffer);
        return new WorkResult(pages, total, first);
    }

    public void Dispose() => _http.Dispose();

    // Built-in lists have it in their first bytes.
    private static string? ReadContinue(ReadOnlySpan<byte> head)
    {
        var end = Math.Max(head.IndexOf("\"items\":["u8), head.IndexOf("\"columnDefinitions\":["u8));
        var start = head[..Math.Max(end, 0)].IndexOf("\"continue\":\""u8);
        if (start < 0)
        {
            return null;
        }

        var token = head[(start + 12)..];
        return Encoding.UTF8.GetString(token[..token.IndexOf((byte)'"')]);
    }

    private Task<HttpResponseMessage> SendAsync(string? token)
    {
        var page = "/api/v1/pods?"
            + (spec.PageSize > 0 ? $"limit={spec.PageSize}" : "")
            + (spec.AsTable ? "&includeObject=Object" : "")
            + (token is null ? "" : "&continue=" + Uri.EscapeDataString(token));
        Pages.Add(page);
        return _http.GetAsync(page, HttpCompletionOption.ResponseHeadersRead);
    }
}
