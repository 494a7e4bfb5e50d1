using System.Management.Automation;
using System.Text.Json;
using KubeApi.Binding;
using KubeApi.Client.Discovery;
using KubeApi.Client.Errors;
using KubeApi.Client.Workloads;
using KubeApi.Formatting;
using KubeApi.Output;
using KubeApi.Pipeline;
using KubeApi.Session;

namespace KubeApi.Operations;

/// <summary>Reads and writes the usage of pods and nodes.</summary>
internal sealed class UsageOutput(PipelineRun pipeline, SessionScope sessions)
{
    private readonly HashSet<(KubeApiSession, bool)> _refused = [];

    /// <summary>Whether to write a row for each container of a pod.</summary>
    public bool Containers { get; init; }

    /// <summary>Whether a name means nodes; false for pods.</summary>
    /// <exception cref="KubeApiException">It is another resource type.</exception>
    public static bool AreNodes(string type) => type.ToLowerInvariant() switch
    {
        "pods" or "pod" or "po" => false,
        "nodes" or "node" or "no" => true,
        _ => throw new KubeApiException(FailureKind.WorkloadNotSupported, $"Only the usage of pods and nodes is measured, not that of '{type}'."),
    };

    /// <summary>Writes the usage of pods or nodes that a list finds.</summary>
    /// <param name="session">The session.</param>
    /// <param name="nodes">Whether to read nodes instead of pods.</param>
    /// <param name="namespace">The namespace; null for all.</param>
    /// <param name="selector">The label selector; null for none.</param>
    /// <param name="names">Names and patterns; none for all.</param>
    public void Write(KubeApiSession session, bool nodes, string? @namespace, string? selector, ObjectNames names)
    {
        var client = sessions.ClientOf(session);
        var reader = new UsageReader(client);
        var isEmpty = true;
        foreach (var (metrics, o) in pipeline.Pull(nodes ? reader.ListNodesAsync(selector) : reader.ListPodsAsync(@namespace, selector)))
        {
            isEmpty = false;
            WarnOfRefusal(session, nodes, reader);
            Write(session, nodes, metrics, o, u => names.Selects(u.Name));
        }

        if (isEmpty && @namespace is not null
            && pipeline.Wait(NamespaceLookup.FindFaultAsync(client, Client.Requests.PodRequests.Pods, @namespace, pipeline.Stopped)) is { } missing)
        {
            throw missing;
        }
    }

    /// <summary>Writes the usage of one pod or node.</summary>
    /// <exception cref="KubeApiException">It does not exist, or has no metrics.</exception>
    public void WriteOne(KubeApiSession session, bool nodes, string? @namespace, string name)
    {
        var reader = new UsageReader(sessions.ClientOf(session));
        var (metrics, o) = pipeline.Wait(nodes
            ? reader.GetNodeAsync(name, pipeline.Stopped) : reader.GetPodAsync(@namespace ?? session.Namespace, name, pipeline.Stopped));
        WarnOfRefusal(session, nodes, reader);
        Write(session, nodes, metrics, o, _ => true);
    }

    private void WarnOfRefusal(KubeApiSession session, bool nodes, UsageReader reader)
    {
        if (reader.Refusal is { } refusal && _refused.Add((session, nodes)))
        {
            pipeline.Host.WriteWarning($"The percentages are unknown: {refusal.Message}");
        }
    }

    private void Write(KubeApiSession session, bool nodes, JsonElement metrics, JsonElement o, Func<ResourceUsage, bool> matches)
    {
        var usages = nodes ? [UsageList.OfNode(metrics, o)] : Containers ? UsageList.OfContainers(metrics, o) : [UsageList.OfPod(metrics, o)];
        foreach (var usage in usages.Where(matches))
        {
            foreach (var unknown in new[] { usage.Used.Cpu is null ? "cpu" : null, usage.Used.Memory is null ? "memory" : null }.OfType<string>())
            {
                pipeline.Host.WriteWarning($"The usage of '{usage.Name}' is incomplete: its metrics have no valid quantity of {unknown}.");
            }

            var shown = PSObject.AsPSObject(new Usage(session, usage));
            if (nodes)
            {
                shown.TypeNames.Insert(0, UsageView.OfNode);
            }
            else if (Containers)
            {
                shown.TypeNames.Insert(0, UsageView.OfContainer);
            }

            pipeline.Host.WriteObject(shown);
        }
    }
}
