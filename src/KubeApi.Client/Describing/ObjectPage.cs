using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using KubeApi.Client.Configuration;
using KubeApi.Client.Json;
using KubeApi.Client.Workloads;
using KubeApi.Client.Writing;

namespace KubeApi.Client.Describing;

/// <summary>
/// A page about one object of any kind: identity, labels, owners and dependents, containers, conditions, spec and status without noise, events. The values
/// of Secrets are masked. Pure.
/// </summary>
public static class ObjectPage
{
    private const int MostDependents = 20;
    private const int LongestAnnotation = 200;

    // They have sections of their own.
    private static readonly string[] s_otherParts = ["apiVersion", "kind", "metadata", "status"];
    private static readonly string[] s_podSpec = ["containers", "initContainers", "ephemeralContainers", "nodeName", "serviceAccountName", "serviceAccount"];
    private static readonly string[] s_podStatus =
    [
        "conditions", "containerStatuses", "initContainerStatuses", "ephemeralContainerStatuses", "phase", "qosClass", "podIP", "podIPs", "hostIP", "hostIPs",
        "startTime", "reason", "message", "observedGeneration", "allocatedResources", "resources",
    ];

    /// <summary>The lines of the page.</summary>
    /// <param name="content">The content of the page.</param>
    /// <param name="yaml">Writes spec and status.</param>
    public static IReadOnlyList<PageLine> Create(PageContent content, IYamlWriter yaml)
    {
        var (page, o) = (new PageBuilder(content.Now), content.Json);
        var isPod = content.Type is { Group: "", Name: "pods" };
        page.Heading($"{o.Text("kind")}/{o.Child("metadata").Text("name")}{content.Place}");
        WriteIdentity(page, content);
        if (isPod)
        {
            PodPart.Write(page, o);
        }

        WriteConditions(page, o, isPod);
        WriteFields(page, content, yaml, isPod);
        foreach (var table in content.Tables)
        {
            page.Table(table);
        }

        return page.Lines;
    }

    private static void WriteIdentity(PageBuilder page, PageContent content)
    {
        var (o, metadata) = (content.Json, content.Json.Child("metadata"));
        page.Field("Name", metadata.Text("name"));
        page.Field("Namespace", metadata.Text("namespace"));
        page.Field("Kind", $"{o.Text("kind")} ({o.Text("apiVersion")}, {content.Type.FullName})");
        page.Field("Uid", metadata.Text("uid"));
        page.Field("Created", page.Time(metadata.Text("creationTimestamp")));
        if (metadata.TextOrNull("deletionTimestamp") is { } deleted)
        {
            page.Field("Being deleted", page.Time(deleted), PageStyle.Bad);
        }

        page.Field("Finalizers", metadata.Texts("finalizers"));
        page.Field("Labels", Pairs(metadata.Child("labels")));
        var annotations = Pairs(metadata.Child("annotations")).Where(a => !a.StartsWith($"{ObjectBody.LastApplied}=", StringComparison.Ordinal));
        page.Field("Annotations", annotations.Select(Shorten));
        page.Field("Owners", string.Join('\n', content.Owners));
        var dependents = content.Dependents ?? [];
        var shown = dependents.Take(MostDependents).Select(d => new string(' ', 2 * (d.Depth - 1)) + d.Object);
        page.Field("Dependents", string.Join('\n', shown));
        page.Field("", dependents.Count > MostDependents ? $"… and {dependents.Count - MostDependents} more" : "");
    }

    private static void WriteConditions(PageBuilder page, JsonElement o, bool isPod)
    {
        var rows = o.Child("status").Items("conditions").Select(c => (
            new[] { c.Text("type"), c.Text("status"), c.Text("reason"), page.Age(c.Text("lastTransitionTime")), c.Text("message") },
            IsBad: Condition.IsUnexpected(c.Text("type"), c.Text("status")) && (isPod || c.Text("reason").Length + c.Text("message").Length > 0))).ToList();
        page.Table(new PageTable("Conditions", ["Type", "Status", "Reason", "Age", "Message"], rows));
    }

    private static void WriteFields(PageBuilder page, PageContent content, IYamlWriter yaml, bool isPod)
    {
        var o = (JsonObject)JsonNodes.Parse(Encoding.UTF8.GetBytes(content.Json.GetRawText()))!;
        if (content.Type is { Group: "", Name: "secrets" })
        {
            Mask(o);
        }

        var isRole = content.Type is { Group: "rbac.authorization.k8s.io", Name: "roles" or "clusterroles" };
        foreach (var (name, value) in o.Where(f => !s_otherParts.Contains(f.Key) && !(isRole && f.Key == "rules")).ToList())
        {
            Write(Capital(name), Without(value, isPod && name == "spec" ? s_podSpec : []));
        }

        // A node may have hundreds of images.
        var isNode = content.Type is { Group: "", Name: "nodes" };
        Write("Status", Without(o["status"], isPod ? s_podStatus : isNode ? ["conditions", "images"] : ["conditions"]));

        void Write(string title, JsonNode? part)
        {
            if (NoiseFilter.Clean(part) is { } clean and not JsonObject { Count: 0 })
            {
                page.Heading(title);
                page.Text(clean is JsonValue value && value.TryGetValue(out string? text) ? text : yaml.ToYaml(JsonNodes.Write(clean)), 1);
            }
        }
    }

    private static JsonNode? Without(JsonNode? value, string[] names) =>
        value is JsonObject o && names.Length > 0
            ? new JsonObject(o.Where(f => !names.Contains(f.Key)).Select(f => KeyValuePair.Create(f.Key, f.Value?.DeepClone())))
            : value;

    // The sizes of the values, as in kubectl.
    private static void Mask(JsonObject secret)
    {
        foreach (var field in new[] { "data", "stringData" })
        {
            foreach (var (name, value) in (secret[field] as JsonObject ?? []).ToList())
            {
                secret[field]![name] = $"*** ({SizeOf($"{value}", isBase64: field == "data")} bytes)";
            }
        }
    }

    private static int SizeOf(string value, bool isBase64)
    {
        var bytes = new byte[value.Length];
        return isBase64 && Convert.TryFromBase64String(value, bytes, out var size) ? size : Encoding.UTF8.GetByteCount(value);
    }

    private static IEnumerable<string> Pairs(JsonElement map) =>
        map.ValueKind == JsonValueKind.Object ? map.EnumerateObject().Select(p => $"{p.Name}={map.Text(p.Name)}") : [];

    private static string Shorten(string text) => PageBuilder.OneLine(text) is { Length: > LongestAnnotation } line ? line[..LongestAnnotation] + "…" : text;

    private static string Capital(string name) => char.ToUpperInvariant(name[0]) + name[1..];
}
