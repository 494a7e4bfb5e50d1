using System.Text.Json.Nodes;
using KubeApi.Sandbox.Json;
using KubeApi.Sandbox.Strategies;

namespace KubeApi.Sandbox.Admission;

/// <summary>Applies the limit ranges of a namespace to pods: their defaults, and their limits except ratios.</summary>
internal static class LimitRanges
{
    private const string Annotation = "kubernetes.io/limit-ranger";

    /// <summary>Adds the default requests and limits to containers.</summary>
    public static void Complete(JsonObject pod, JsonObject range)
    {
        var told = new List<string>();
        foreach (var (list, word) in ((string, string)[])[("containers", "container"), ("initContainers", "init container")])
        {
            foreach (var container in PodResources.Containers(pod, list))
            {
                Record(Fill(container, "requests", Items(range, "Container", "defaultRequest")), $"request for {word} {container.StringAt("name")}");
                Record(Fill(container, "limits", Items(range, "Container", "default")), $"limit for {word} {container.StringAt("name")}");
            }
        }

        if (told.Count > 0)
        {
            pod.Child("metadata").Child("annotations")[Annotation] = "LimitRanger plugin set: " + string.Join("; ", told);
        }

        void Record(List<string> filled, string what)
        {
            if (filled.Count > 0)
            {
                told.Add($"{string.Join(", ", filled)} {what}");
            }
        }
    }

    /// <summary>The violations of a pod, with the server's messages.</summary>
    public static IEnumerable<string> Validate(JsonObject pod, JsonObject range)
    {
        foreach (var container in PodResources.Containers(pod).Concat(PodResources.Containers(pod, "initContainers")))
        {
            foreach (var error in Validate(range, "Container", PodResources.Of(container, "requests"), PodResources.Of(container, "limits")))
            {
                yield return error;
            }
        }

        foreach (var error in Validate(range, "Pod", Pairs("requests"), Pairs("limits")))
        {
            yield return error;
        }

        IEnumerable<(string, Quantity)> Pairs(string kind) => PodResources.Total(pod, kind).Select(entry => (entry.Key, entry.Value));
    }

    private static IEnumerable<string> Validate(
        JsonObject range, string type, IEnumerable<(string Name, Quantity Amount)> requests, IEnumerable<(string Name, Quantity Amount)> limits)
    {
        var (asked, capped) = (requests.ToDictionary(item => item.Name, item => item.Amount), limits.ToDictionary(item => item.Name, item => item.Amount));
        foreach (var (name, least) in Items(range, type, "min"))
        {
            var start = $"minimum {name} usage per {type} is {least}";
            if (!asked.TryGetValue(name, out var request))
            {
                yield return start + ".  No request is specified";
            }
            else if (request < least)
            {
                yield return $"{start}, but request is {request}";
            }
            else if (capped.TryGetValue(name, out var limit) && limit < least)
            {
                yield return $"{start}, but limit is {limit}";
            }
        }

        foreach (var (name, most) in Items(range, type, "max"))
        {
            var start = $"maximum {name} usage per {type} is {most}";
            if (!capped.TryGetValue(name, out var limit))
            {
                yield return start + ".  No limit is specified";
            }
            else if (limit > most)
            {
                yield return $"{start}, but limit is {limit}";
            }
            else if (asked.TryGetValue(name, out var request) && request > most)
            {
                yield return $"{start}, but request is {request}";
            }
        }
    }

    private static List<string> Fill(JsonObject container, string kind, IReadOnlyList<(string Name, Quantity Amount)> defaults)
    {
        var open = defaults.Where(item => container.At($"resources.{kind}") is not JsonObject given || !given.ContainsKey(item.Name)).ToList();
        foreach (var (name, amount) in open)
        {
            container.Child("resources").Child(kind)[name] = amount.ToString();
        }

        return [.. open.Select(item => item.Name)];
    }

    private static IReadOnlyList<(string Name, Quantity Amount)> Items(JsonObject range, string type, string list) =>
    [
        .. from limit in (range.At("spec.limits") as JsonArray ?? []).OfType<JsonObject>()
           where limit.StringAt("type") == type
           from item in limit[list] as JsonObject ?? []
           orderby item.Key
           select (item.Key, Quantity.Parse(item.Value?.ToString())),
    ];
}
