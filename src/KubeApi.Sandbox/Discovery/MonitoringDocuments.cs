using System.Globalization;
using System.Text;
using KubeApi.Sandbox.Http;
using Microsoft.AspNetCore.Http;

namespace KubeApi.Sandbox.Discovery;

/// <summary>The documents for monitoring: a few real metrics, and the options of the sandbox.</summary>
internal sealed class MonitoringDocuments(Cluster cluster)
{
    public static readonly IReadOnlyList<string> Paths = ["/flagz", "/metrics", "/metrics/slis", "/statusz"];

    private const string MetricsType = "text/plain; version=0.0.4; charset=utf-8; escaping=underscores";
    private const string Warning = "Warning: This endpoint is not meant to be machine parseable, has no formatting compatibility guarantees and is for "
        + "debugging purposes only.";

    private readonly DateTimeOffset _started = cluster.Time.GetUtcNow();

    /// <param name="checks">The names of the health checks of each health path.</param>
    public async Task<bool> TryHandleAsync(HttpContext context, IReadOnlyDictionary<string, IReadOnlyList<string>> checks)
    {
        switch (context.Request.Path.Value)
        {
            case "/metrics":
                await ResponseWriter.BytesAsync(context, 200, MetricsType, Encoding.UTF8.GetBytes(Metrics()));
                return true;
            case "/metrics/slis":
                await ResponseWriter.BytesAsync(context, 200, MetricsType, Encoding.UTF8.GetBytes(HealthChecks(checks)));
                return true;
            case "/flagz":
                await ResponseWriter.TextAsync(context, 200, Page("flagz", Flags().Select(flag => $"{flag.Name}={flag.Value}")));
                return true;
            case "/statusz":
                await ResponseWriter.TextAsync(context, 200, Page("statusz", Status().Select(line => $"{line.Name}: {line.Value}")));
                return true;
            default:
                return false;
        }
    }

    private string Metrics()
    {
        var version = Recorded.Object("version.json");
        var text = new StringBuilder()
            .Append(
                "# HELP apiserver_resource_objects [STABLE] Number of stored objects at the time of last check split by kind.\n# TYPE "
                    + "apiserver_resource_objects gauge\n");
        foreach (var type in cluster.Catalog.StoredTypes.OrderBy(type => type.QualifiedResource, StringComparer.Ordinal))
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"apiserver_resource_objects{{group=\"{type.Group}\",resource=\"{type.Resource}\"}} {cluster.Store.Snapshot(type).Objects.Count}\n");
        }

        return text
            .Append(cluster.ResponseSizes)
            .Append(
                "# HELP kubernetes_build_info [ALPHA] A metric with a constant '1' value labeled by major, minor, git version, git commit, git tree state, "
                    + "build date, Go version, and compiler from which Kubernetes was built, and platform on which it is running.\n")
            .Append("# TYPE kubernetes_build_info gauge\n")
            .Append(
                CultureInfo.InvariantCulture,
                $"kubernetes_build_info{{git_version=\"{version["gitVersion"]}\",major=\"{version["major"]}\",minor=\"{version["minor"]}\"}} 1\n")
            .Append("# HELP process_start_time_seconds [ALPHA] Start time of the process since unix epoch in seconds.\n"
                + "# TYPE process_start_time_seconds gauge\n")
            .Append(CultureInfo.InvariantCulture, $"process_start_time_seconds {_started.ToUnixTimeSeconds()}\n")
            .ToString();
    }

    private static string HealthChecks(IReadOnlyDictionary<string, IReadOnlyList<string>> checks)
    {
        var text = new StringBuilder(
            "# HELP kubernetes_healthcheck [STABLE] This metric records the result of a single healthcheck.\n# TYPE kubernetes_healthcheck gauge\n");
        foreach (var (type, name) in checks.SelectMany(entry => entry.Value.Select(name => (entry.Key, name))).Order())
        {
            text.Append(CultureInfo.InvariantCulture, $"kubernetes_healthcheck{{name=\"{name}\",type=\"{type}\"}} 1\n");
        }

        return text.ToString();
    }

    private static string Page(string name, IEnumerable<string> lines) => $"\nkubeapi-sandbox {name}\n{Warning}\n\n{string.Join('\n', lines)}\n";

    private IEnumerable<(string Name, string Value)> Flags()
    {
        var options = cluster.Options;
        return
        [
            ("certificate", options.Certificate.ToString()),
            ("first-version", options.FirstVersion.ToString(CultureInfo.InvariantCulture)),
            ("history-limit", options.HistoryLimit.ToString(CultureInfo.InvariantCulture)),
            ("load", options.LoadPods.ToString(CultureInfo.InvariantCulture)),
            ("state", options.State ?? ""),
        ];
    }

    private IEnumerable<(string Name, string Value)> Status()
    {
        var up = cluster.Time.GetUtcNow() - _started;
        return
        [
            ("Started", _started.ToString("ddd MMM d HH:mm:ss 'UTC' yyyy", CultureInfo.InvariantCulture)),
            ("Up", string.Create(CultureInfo.InvariantCulture, $"{(int)up.TotalHours} hr {up.Minutes:00} min {up.Seconds:00} sec")),
            ("Binary version", Recorded.Object("version.json")["gitVersion"]!.ToString().TrimStart('v')),
            ("Paths", string.Join(' ', Paths)),
        ];
    }
}
