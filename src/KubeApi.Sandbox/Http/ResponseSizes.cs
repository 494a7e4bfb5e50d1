using System.Globalization;
using System.Text;
using KubeApi.Sandbox.Discovery;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace KubeApi.Sandbox.Http;

/// <summary>Counts the sizes of read responses, as a real server does: by resource, in bytes on the wire.</summary>
internal sealed class ResponseSizes(ResourceCatalog catalog)
{
    private const string Name = "apiserver_response_sizes";

    // The upper bounds of the buckets, as Go writes them.
    private static readonly (double Size, string Text)[] s_bounds =
    [
        (1e3, "1000"), (1e4, "10000"), (1e5, "100000"), (1e6, "1e+06"), (1e7, "1e+07"), (1e8, "1e+08"), (1e9, "1e+09"),
    ];

    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, (long[] Buckets, long Count, long Sum)> _counts = new(StringComparer.Ordinal);

    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var info = context.Api().Info;
        // Only for existing resources: other names come from clients and are unbounded.
        if (info.Verb is not ("get" or "list") || info.Subresource.Length > 0 || catalog.Find(info.Group, info.Version, info.Resource) is null)
        {
            await next(context);
            return;
        }

        var body = new CountedBody(context.Features.GetRequiredFeature<IHttpResponseBodyFeature>());
        context.Features.Set<IHttpResponseBodyFeature>(body);
        try
        {
            await next(context);
        }
        finally
        {
            Add(info, body.Length);
        }
    }

    /// <summary>The lines of /metrics.</summary>
    public override string ToString()
    {
        var text = new StringBuilder()
            .Append(CultureInfo.InvariantCulture, $"# HELP {Name} [STABLE] Response size distribution in bytes for each group, version, verb, resource, ")
            .Append("subresource, scope and component.\n")
            .Append(CultureInfo.InvariantCulture, $"# TYPE {Name} histogram\n");
        lock (_lock)
        {
            foreach (var (labels, (buckets, count, sum)) in _counts)
            {
                foreach (var (bound, within) in s_bounds.Zip(buckets))
                {
                    text.Append(CultureInfo.InvariantCulture, $"{Name}_bucket{{{labels},le=\"{bound.Text}\"}} {within}\n");
                }

                text.Append(CultureInfo.InvariantCulture, $"{Name}_bucket{{{labels},le=\"+Inf\"}} {count}\n")
                    .Append(CultureInfo.InvariantCulture, $"{Name}_sum{{{labels}}} {sum}\n{Name}_count{{{labels}}} {count}\n");
            }
        }

        return text.ToString();
    }

    private void Add(RequestInfo info, long size)
    {
        var scope = info.Name.Length > 0 ? "resource" : info.Namespace.Length > 0 ? "namespace" : "cluster";
        var labels = $"component=\"apiserver\",group=\"{info.Group}\",resource=\"{info.Resource}\",scope=\"{scope}\","
            + $"subresource=\"\",verb=\"{info.Verb.ToUpperInvariant()}\",version=\"{info.Version}\"";
        lock (_lock)
        {
            var (buckets, count, sum) = _counts.GetValueOrDefault(labels, (new long[s_bounds.Length], 0, 0));
            for (var i = 0; i < s_bounds.Length; i++)
            {
                buckets[i] += size <= s_bounds[i].Size ? 1 : 0;
            }

            _counts[labels] = (buckets, count + 1, sum + size);
        }
    }
}
