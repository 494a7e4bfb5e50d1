using System.Text.Json;
using KubeApi.Client.Json;

namespace KubeApi.Client.Describing;

/// <summary>The sections about a pod: its node and state, and its containers. Pure.</summary>
internal static class PodPart
{
    /// <summary>Adds the sections.</summary>
    public static void Write(PageBuilder page, JsonElement pod)
    {
        var (spec, status) = (pod.Child("spec"), pod.Child("status"));
        page.Heading("Pod");
        page.Field("Phase", Join(": ", status.Text("phase"), status.Text("reason"), status.Text("message")), PhaseStyle(status.Text("phase")), 1);
        page.Field("Node", Join(" ", spec.Text("nodeName"), InBrackets(status.Text("hostIP"))), indent: 1);
        page.Field("Started", page.Time(status.Text("startTime")), indent: 1);
        page.Field("IPs", string.Join(", ", status.Items("podIPs").Select(ip => ip.Text("ip"))), indent: 1);
        page.Field("Account", spec.Text("serviceAccountName"), indent: 1);
        page.Field("QoS", status.Text("qosClass"), indent: 1);
        foreach (var (title, containers, statuses) in new[]
        {
            ("Init containers", "initContainers", "initContainerStatuses"), ("Containers", "containers", "containerStatuses"),
            ("Ephemeral containers", "ephemeralContainers", "ephemeralContainerStatuses"),
        })
        {
            var all = spec.Items(containers).ToList();
            if (all.Count > 0)
            {
                page.Heading(title);
                all.ForEach(c => ContainerPart.Write(page, c, status.Items(statuses).FirstOrDefault(s => s.Text("name") == c.Text("name"))));
            }
        }
    }

    internal static string Join(string separator, params string[] texts) => string.Join(separator, texts.Where(t => t.Length > 0));

    internal static string InBrackets(string text) => text.Length > 0 ? $"({text})" : "";

    private static PageStyle PhaseStyle(string phase) =>
        phase switch { "Running" or "Succeeded" => PageStyle.Good, "Failed" or "Unknown" => PageStyle.Bad, _ => PageStyle.Plain };
}
