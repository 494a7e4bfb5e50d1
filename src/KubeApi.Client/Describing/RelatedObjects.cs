using System.Text.Json;
using KubeApi.Client.Access;
using KubeApi.Client.Errors;
using KubeApi.Client.Http;
using KubeApi.Client.Json;
using KubeApi.Client.Reading;
using KubeApi.Client.Requests;
using KubeApi.Client.Workloads;

namespace KubeApi.Client.Describing;

/// <summary>Reads objects that belong to another one without being owned by it: the pods of a node, the endpoints of a service, and so on.</summary>
internal sealed class RelatedObjects(ApiClient client, DateTimeOffset now)
{
    private const string ServiceName = "kubernetes.io/service-name";

    private static readonly ApiResource s_slices = ApiResource.Of("discovery.k8s.io", "v1", "endpointslices", namespaced: true);

    // Short enough for 80 columns.
    private static readonly string[] s_podColumns = ["Namespace", "Name", "CPU req", "CPU lim", "Mem req", "Mem lim", "Age"];

    /// <summary>The tables of an object; none for most kinds.</summary>
    public async Task<IReadOnlyList<PageTable>> ReadAsync(ApiResource type, JsonElement o, CancellationToken cancellationToken)
    {
        var (name, @namespace) = (o.Child("metadata").Text("name"), o.Child("metadata").TextOrNull("namespace"));
        return type switch
        {
            { Group: "", Name: "nodes" } => await OfNodeAsync(o, name, cancellationToken).ConfigureAwait(false),
            { Group: "", Name: "services" } => [await EndpointsAsync(@namespace, name, cancellationToken).ConfigureAwait(false)],
            { Group: "networking.k8s.io", Name: "ingresses" } => [await BackendsAsync(o.Child("spec"), @namespace, cancellationToken).ConfigureAwait(false)],
            { Group: "rbac.authorization.k8s.io", Name: "roles" or "clusterroles" } => [Rules(o)],
            { Group: "", Name: "persistentvolumeclaims" } => [await UsersAsync(@namespace, name, cancellationToken).ConfigureAwait(false)],
            { Group: "", Name: "namespaces" } =>
            [
                await QuotasAsync(name, cancellationToken).ConfigureAwait(false), await LimitsAsync(name, cancellationToken).ConfigureAwait(false),
            ],
            _ => [],
        };
    }

    private async Task<IReadOnlyList<PageTable>> OfNodeAsync(JsonElement node, string name, CancellationToken cancellationToken)
    {
        var options = new ListOptions { FieldSelector = $"spec.nodeName={FieldValue.Escape(name)},status.phase!=Succeeded,status.phase!=Failed" };
        var (pods, fault) = await ListAsync(PodRequests.Pods, null, options, cancellationToken).ConfigureAwait(false);
        var lease = await LeaseAsync(name, cancellationToken).ConfigureAwait(false);
        if (fault is not null)
        {
            return [lease, new PageTable("Pods", s_podColumns, [], fault)];
        }

        var rows = pods.Select(p => (Pod: p, Requests: PodResources.RequestsOf(p), Limits: PodResources.KnownLimitsOf(p))).ToList();
        var allocatable = PodResources.Read(node.Child("status").Child("allocatable"));
        return
        [
            lease,
            new PageTable("Pods", s_podColumns,
            [
                .. rows.OrderBy(r => r.Pod.Child("metadata").Text("namespace"), StringComparer.Ordinal)
                    .ThenBy(r => r.Pod.Child("metadata").Text("name"), StringComparer.Ordinal).Select(r => (new[]
                    {
                        r.Pod.Child("metadata").Text("namespace"), r.Pod.Child("metadata").Text("name"), AmountText.Cpu(r.Requests.Cpu),
                        AmountText.Cpu(r.Limits.Cpu), AmountText.Memory(r.Requests.Memory), AmountText.Memory(r.Limits.Memory),
                        PageBuilder.AgeOf(r.Pod.Child("metadata").Text("creationTimestamp"), now),
                    }, false)),
            ]),
            new PageTable("Allocated", ["Resource", "Requests", "Limits", "Allocatable"],
            [
                (Allocated("cpu", rows.Sum(r => r.Requests.Cpu ?? 0), rows.Sum(r => r.Limits.Cpu ?? 0), allocatable.Cpu, AmountText.Cpu), false),
                (Allocated("memory", rows.Sum(r => r.Requests.Memory ?? 0), rows.Sum(r => r.Limits.Memory ?? 0), allocatable.Memory, AmountText.Memory), false),
            ]),
        ];
    }

    // The kubelet renews it while the node is alive.
    private async Task<PageTable> LeaseAsync(string node, CancellationToken cancellationToken)
    {
        var type = ApiResource.Of("coordination.k8s.io", "v1", "leases", namespaced: true);
        var options = new ListOptions { FieldSelector = FieldValue.SelectName(node) };
        var (leases, fault) = await ListAsync(type, "kube-node-lease", options, cancellationToken).ConfigureAwait(false);
        var rows = leases.Select(l => l.Child("spec")).Select(s => (new[]
        {
            s.Text("holderIdentity"), $"{PageBuilder.AgeOf(s.Text("renewTime"), now)} ago", $"{s.Number("leaseDurationSeconds")}s",
        }, false));
        return Table("Lease", ["Holder", "Renewed", "Duration"], [.. rows], fault);
    }

    private async Task<PageTable> EndpointsAsync(string? @namespace, string name, CancellationToken cancellationToken)
    {
        var options = new ListOptions { LabelSelector = $"{ServiceName}={name}" };
        var (found, fault) = await ListAsync(s_slices, @namespace, options, cancellationToken).ConfigureAwait(false);
        var rows =
            from slice in found
            let ports = string.Join(", ", slice.Items("ports").Select(p => PodPart.Join(" ", p.Text("name"), $"{p.Number("port")}/{p.Text("protocol")}")))
            from endpoint in slice.Items("endpoints")
            let isReady = IsReady(endpoint)
            let target = endpoint.Child("targetRef")
            select (new[]
            {
                string.Join(", ", endpoint.Texts("addresses")), ports, isReady ? "True" : "False", PodPart.Join("/", target.Text("kind"), target.Text("name")),
            }, !isReady);
        return Table("Endpoints", ["Address", "Ports", "Ready", "Target"], [.. rows], fault);
    }

    // The services of an Ingress, and the addresses that receive its requests.
    private async Task<PageTable> BackendsAsync(JsonElement spec, string? @namespace, CancellationToken cancellationToken)
    {
        var (slices, fault) = await ListAsync(s_slices, @namespace, new ListOptions(), cancellationToken).ConfigureAwait(false);
        var ready = slices.ToLookup(
            s => s.Child("metadata").Child("labels").Text(ServiceName), s => s.Items("endpoints").Where(IsReady).SelectMany(e => e.Texts("addresses")));
        var paths =
            from rule in spec.Items("rules")
            from path in rule.Child("http").Items("paths")
            select (Host: rule.TextOrNull("host") ?? "*", Path: path.TextOrNull("path") ?? "*", Backend: path.Child("backend"));
        var rows =
            from path in paths.Append((Host: "*", Path: "*", Backend: spec.Child("defaultBackend")))
            where path.Backend.ValueKind == JsonValueKind.Object
            let service = path.Backend.Child("service")
            let port = service.Child("port").TextOrNull("name") ?? $"{service.Child("port").Number("number")}"
            let other = path.Backend.Child("resource")
            let addresses = ready[service.Text("name")].SelectMany(a => a).Distinct().ToList()
            let isBad = other.ValueKind == JsonValueKind.Undefined && addresses.Count == 0 && fault is null
            select (new[]
            {
                path.Host, path.Path, other.ValueKind == JsonValueKind.Object ? $"{other.Text("kind")}/{other.Text("name")}" : $"{service.Text("name")}:{port}",
                isBad ? "none ready" : string.Join(", ", addresses),
            }, isBad);
        return Table("Backends", ["Host", "Path", "Backend", "Endpoints"], [.. rows], fault);
    }

    private static bool IsReady(JsonElement endpoint) => endpoint.Child("conditions").Child("ready").ValueKind != JsonValueKind.False;

    private static PageTable Rules(JsonElement role)
    {
        var rules = role.Items("rules").ToList();
        var rows = RuleList.Merge(rules, rules).Select(r => (new[] { r.Resource + r.Path, string.Join(", ", r.Names), string.Join(", ", r.Verbs) }, false));
        return Table("Rules", ["Resource", "Names", "Verbs"], [.. rows], null);
    }

    private async Task<PageTable> UsersAsync(string? @namespace, string claim, CancellationToken cancellationToken)
    {
        var (pods, fault) = await ListAsync(PodRequests.Pods, @namespace, new ListOptions(), cancellationToken).ConfigureAwait(false);
        var rows = pods.Where(p => p.Child("spec").Items("volumes").Any(v => v.Child("persistentVolumeClaim").Text("claimName") == claim))
            .Select(p => (new[] { p.Child("metadata").Text("name"), p.Child("status").Text("phase") }, false));
        return Table("Used by", ["Pod", "Phase"], [.. rows], fault);
    }

    private async Task<PageTable> QuotasAsync(string @namespace, CancellationToken cancellationToken)
    {
        var type = ApiResource.Of("", "v1", "resourcequotas", namespaced: true);
        var (quotas, fault) = await ListAsync(type, @namespace, new ListOptions(), cancellationToken).ConfigureAwait(false);
        var rows =
            from quota in quotas
            let hard = quota.Child("status").Child("hard")
            where hard.ValueKind == JsonValueKind.Object
            from resource in hard.EnumerateObject()
            let used = quota.Child("status").Child("used").Text(resource.Name)
            select (new[] { quota.Child("metadata").Text("name"), resource.Name, used, hard.Text(resource.Name) },
                Quantity.TryParse(used) >= Quantity.TryParse(hard.Text(resource.Name)));
        return Table("Quotas", ["Name", "Resource", "Used", "Hard"], [.. rows], fault);
    }

    private async Task<PageTable> LimitsAsync(string @namespace, CancellationToken cancellationToken)
    {
        var type = ApiResource.Of("", "v1", "limitranges", namespaced: true);
        var (ranges, fault) = await ListAsync(type, @namespace, new ListOptions(), cancellationToken).ConfigureAwait(false);
        string[] fields = ["min", "max", "defaultRequest", "default", "maxLimitRequestRatio"];
        var rows =
            from range in ranges
            from limit in range.Child("spec").Items("limits")
            from resource in fields.Select(f => limit.Child(f)).Where(a => a.ValueKind == JsonValueKind.Object)
                .SelectMany(a => a.EnumerateObject().Select(p => p.Name)).Distinct()
            let amounts = fields.Select(f => limit.Child(f).Text(resource))
            select (new[] { range.Child("metadata").Text("name"), limit.Text("type"), resource }.Concat(amounts).ToArray(), false);
        return Table("Limits", ["Name", "Type", "Resource", "Min", "Max", "Default request", "Default limit", "Ratio"], [.. rows], fault);
    }

    private static PageTable Table(string title, string[] columns, IReadOnlyList<(string[] Cells, bool IsBad)> rows, string? fault) =>
        new(title, columns, rows, fault ?? (rows.Count == 0 ? "none" : ""));

    private static string[] Allocated(string resource, decimal requests, decimal limits, decimal? of, Func<decimal?, string> show) =>
        [resource, Share(requests, of, show), Share(limits, of, show), show(of)];

    private static string Share(decimal amount, decimal? of, Func<decimal?, string> show) =>
        of > 0 ? $"{show(amount)} ({Math.Round(100 * amount / of.Value):0}%)" : show(amount);

    private async Task<(List<JsonElement> Items, string? Fault)> ListAsync(
        ApiResource type, string? @namespace, ListOptions options, CancellationToken cancellationToken)
    {
        List<JsonElement> items = [];
        try
        {
            await foreach (var item in ObjectReader.ListAsync(client, type, @namespace, options, cancellationToken).ConfigureAwait(false))
            {
                items.Add(JsonNodes.ParseElement(item.Json));
            }

            return (items, null);
        }
        catch (KubeApiException e)
        {
            return (items, $"cannot be read: {e.Message}");
        }
    }
}
