using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using KubeApi.Client.Errors;
using KubeApi.Client.Http;
using KubeApi.Client.Json;
using KubeApi.Client.Requests;

namespace KubeApi.Client.Workloads;

/// <summary>
/// Reads why an object is unhealthy: its conditions, the states of its pods, the log of a crashed container and its warning events. Forbidden parts
/// are omitted.
/// </summary>
/// <param name="client">Sends the requests.</param>
public sealed class DiagnosisReader(ApiClient client)
{
    private const int MostPods = 5;
    private const int MostEvents = 3;
    private const int LogLines = 5;
    private const int MostObjects = 500;

    // The server's prefix of an event that stands for many.
    private const string Combined = "(combined from similar events): ";

    private static readonly ApiResource s_events = ApiResource.Of("", "v1", "events", true);

    /// <summary>The longest time that the reading takes; what was read until then is kept.</summary>
    public static TimeSpan Timeout { get; } = TimeSpan.FromSeconds(2);

    /// <summary>Reads the server's information about an object, within <see cref="Timeout"/>.</summary>
    /// <param name="type">The resource type.</param>
    /// <param name="o">The whole object.</param>
    /// <param name="cancellationToken">Cancels the requests.</param>
    public async Task<Diagnosis> ReadAsync(ApiResource type, JsonElement o, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(Timeout);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        var found = OfConditions(type, o);
        try
        {
            var @namespace = o.Child("metadata").TextOrNull("namespace");
            var pods = await ReadPodsAsync(type, o, @namespace, either.Token).ConfigureAwait(false);
            var unready = pods.Select(p => (Uid: p.Child("metadata").Text("uid"), Problems: PodProblem.Of(p))).Where(p => p.Problems.Count > 0).ToList();
            var problems = unready.SelectMany(p => p.Problems).ToList();
            var crashed = problems.Find(t => t.HasCrashed);
            found = found with { Pods = Describe(problems, isPod: type is { Group: "", Name: "pods" }), Cause = crashed ?? problems.FirstOrDefault() };
            if (crashed is not null)
            {
                var log = await ReadLogAsync(@namespace!, crashed, either.Token).ConfigureAwait(false);
                found = log.Count > 0 ? found with { LogOf = $"{crashed.Pod}: {crashed.Container}", Log = log } : found;
            }

            HashSet<string> uids = [o.Child("metadata").Text("uid"), .. unready.Select(p => p.Uid)];
            if (type is { Group: "", Name: "nodes" })
            {
                // In the kubelet's events, the uid of a node is its name.
                uids.Add(o.Child("metadata").Text("name"));
            }

            if (type is { Group: "apps", Kind: "Deployment" } && await ReadReplicaSetAsync(o, either.Token).ConfigureAwait(false) is { } set)
            {
                // The quota that stops a Deployment is an event of its ReplicaSet.
                uids.Add(set);
            }

            found = found with { Events = await ReadWarningsAsync(@namespace, uids, either.Token).ConfigureAwait(false) };
            // The reason of a claim that is not bound is an event of type Normal.
            return found is { Conditions.Count: 0, Pods.Count: 0, Events.Count: 0 }
                ? found with { Events = await ReadLastEventAsync(@namespace, o, either.Token).ConfigureAwait(false) } : found;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return found;
        }
    }

    /// <summary>The conditions of an object that are not as they should be, alone. Pure.</summary>
    public static Diagnosis OfConditions(ApiResource type, JsonElement o) => Diagnosis.None with { Conditions = BadConditions(type, o) };

    private static List<string> BadConditions(ApiResource type, JsonElement o)
    {
        // The states of a pod's containers say the same, and more.
        var conditions = type is { Group: "", Name: "pods" } ? [] : Condition.AllOf(o);
        return [.. conditions.Where(IsBad).Select(c => OneLine($"{c.Type} is {c.Status}{(c.Reason.Length > 0 ? $": {c.Reason}" : "")}"
            + $"{(c.Message.Length > 0 ? $": {c.Message}" : "")}"))];

        static bool IsBad(Condition c) => (c.Reason.Length > 0 || c.Message.Length > 0) && Condition.IsUnexpected(c.Type, c.Status);
    }

    private async Task<List<JsonElement>> ReadPodsAsync(ApiResource type, JsonElement o, string? @namespace, CancellationToken cancellationToken)
    {
        if (type is { Group: "", Name: "pods" })
        {
            return [o];
        }

        var hasPods = type is { Group: "apps", Kind: "Deployment" or "StatefulSet" or "DaemonSet" or "ReplicaSet" } or { Group: "batch", Kind: "Job" };
        var selector = hasPods && o.Child("spec").Child("selector") is { ValueKind: JsonValueKind.Object } json
            ? SelectorText.Of(JsonNode.Parse(json.GetRawText()) as JsonObject) : null;
        if (selector is null || @namespace is null)
        {
            return [];
        }

        var options = new ListOptions { LabelSelector = selector, PageSize = MostObjects };
        var pods = await ListAsync(PodRequests.Pods, @namespace, options, cancellationToken).ConfigureAwait(false);
        var owner = type.Kind == "Deployment" ? "ReplicaSet" : type.Kind;
        return [.. pods.Where(p => p.Child("metadata").Items("ownerReferences").Any(r => r.IsTrue("controller") && r.Text("kind") == owner))];
    }

    private static List<string> Describe(List<PodProblem> problems, bool isPod)
    {
        var pods = problems.GroupBy(t => t.Pod).ToList();
        List<string> lines = [.. pods.Take(MostPods).SelectMany(p => p).Select(t => OneLine(
            (isPod ? "" : $"{t.Pod}: ") + (t.Container.Length > 0 ? $"{t.Container}: " : "") + t.Text))];
        if (pods.Count > MostPods)
        {
            lines.Add($"{pods.Count - MostPods} more pods are not ready");
        }

        return lines;
    }

    private async Task<List<string>> ReadLogAsync(string @namespace, PodProblem crashed, CancellationToken cancellationToken)
    {
        var query = new QueryString().Add("container", crashed.Container).Add("tailLines", LogLines).Add("previous", crashed.IsRunning);
        var request = ApiRequest.Get(PodRequests.Pods.PathOf(@namespace, crashed.Pod, "log") + query) with { Accept = "*/*" };
        try
        {
            var text = Encoding.UTF8.GetString(await client.SendForBytesAsync(request, cancellationToken).ConfigureAwait(false));
            return [.. TerminalText.Clean(text).Split('\n').Select(l => l.TrimEnd()).Where(l => l.Length > 0).TakeLast(LogLines)];
        }
        catch (KubeApiException)
        {
            return [];
        }
    }

    // The uid of the ReplicaSet of the current template: what stopped an older one is not a problem of today.
    private async Task<string?> ReadReplicaSetAsync(JsonElement deployment, CancellationToken cancellationToken)
    {
        try
        {
            var revisions = await RolloutHistory.ReadAsync(
                client, "Deployment", (JsonObject)JsonNode.Parse(deployment.GetRawText())!, cancellationToken).ConfigureAwait(false);
            return revisions.FirstOrDefault(r => r.IsCurrent)?.Source["metadata"].TextOrNull("uid");
        }
        catch (KubeApiException)
        {
            return null;
        }
    }

    private async Task<List<ObjectEvent>> ReadWarningsAsync(string? @namespace, HashSet<string> uids, CancellationToken cancellationToken)
    {
        var events = await ListEventsAsync(@namespace, "type=Warning", cancellationToken).ConfigureAwait(false);
        // The state of the container has the reason.
        return [.. events.Where(e => uids.Contains(UidOf(e)) && !Message(e).StartsWith("Back-off restarting", StringComparison.Ordinal))
            .GroupBy(e => (UidOf(e), e.Text("reason"), ProbeOf(e)), (_, same) => Describe(same.MaxBy(Weight))).Distinct().Take(MostEvents)];

        // Among events about the same problem, such as each failed pull of an image, the longest message has the most details. Events of a probe differ in
        // the result: the last one counts, unless a restart interrupted the probe.
        static int Weight(JsonElement e) => ProbeOf(e).Length == 0 ? Message(e).Length : Message(e).Contains(" probe failed", StringComparison.Ordinal) ? 1 : 0;

        static string ProbeOf(JsonElement e) => e.Text("reason") == "Unhealthy" ? Message(e).Split(' ')[0] : "";
    }

    private async Task<List<ObjectEvent>> ReadLastEventAsync(string? @namespace, JsonElement o, CancellationToken cancellationToken)
    {
        var selector = $"involvedObject.uid={FieldValue.Escape(o.Child("metadata").Text("uid"))}";
        var events = await ListEventsAsync(@namespace, selector, cancellationToken).ConfigureAwait(false);
        return [.. events.Take(1).Select(Describe)];
    }

    // The newest first. Events about cluster-scoped objects are in the default namespace.
    private async Task<IEnumerable<JsonElement>> ListEventsAsync(string? @namespace, string selector, CancellationToken cancellationToken)
    {
        var options = new ListOptions { FieldSelector = selector, PageSize = MostObjects };
        var events = await ListAsync(s_events, @namespace ?? "default", options, cancellationToken).ConfigureAwait(false);
        return events.OrderByDescending(EventFields.LastSeen, StringComparer.Ordinal);
    }

    private static string UidOf(JsonElement e) => e.Child("involvedObject").Text("uid");

    private static string Message(JsonElement e) => e.Text("message") is var message && message.StartsWith(Combined, StringComparison.Ordinal)
        ? message[Combined.Length..] : message;

    private static ObjectEvent Describe(JsonElement e)
    {
        var about = e.Child("involvedObject");
        return new ObjectEvent(
            OneLine(about.Text("kind")), OneLine(about.Text("name")), OneLine(EventFields.Container(about.Text("fieldPath")) ?? ""), OneLine(e.Text("reason")),
            OneLine(Message(e)))
        {
            IsWarning = e.Text("type") != "Normal",
        };
    }

    private async Task<List<JsonElement>> ListAsync(ApiResource resource, string @namespace, ListOptions options, CancellationToken cancellationToken)
    {
        try
        {
            var list = await client.SendForJsonAsync(ResourceRequests.List(resource, @namespace, options), cancellationToken).ConfigureAwait(false);
            return [.. list.Items("items")];
        }
        catch (KubeApiException)
        {
            return [];
        }
    }

    private static string OneLine(string text) => TerminalText.Clean(text).ReplaceLineEndings(" ").Trim();
}
