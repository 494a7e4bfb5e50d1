using System.Text.Json.Nodes;
using KubeApi.Client.Json;

namespace KubeApi.Client.Workloads;

/// <summary>Changes the images of containers, at the path of the pod spec of the kind. Pure.</summary>
public static class ContainerImages
{
    /// <summary>Means each container.</summary>
    public const string All = "*";

    /// <summary>Sets the image of a container, or of an init container.</summary>
    /// <param name="o">The object; it is changed.</param>
    /// <param name="container">The container's name, or <see cref="All"/>.</param>
    /// <param name="image">The image.</param>
    /// <exception cref="ArgumentException">The object has no pod spec, or no container of the name; the message names those that it has.</exception>
    public static void Set(JsonObject o, string container, string image)
    {
        var containers = Of(o);
        var meant = containers.Where(c => container == All || c["name"]?.ToString() == container).ToList();
        if (meant.Count == 0)
        {
            var name = $"{o["kind"]}/{o["metadata"].Child("name")}";
            throw new ArgumentException(containers.Count == 0
                ? $"{name} has no containers."
                : $"{name} has no container '{container}'. It has: {string.Join(", ", containers.Select(c => c["name"]))}.");
        }

        meant.ForEach(c => c["image"] = image);
    }

    private static List<JsonObject> Of(JsonObject o) =>
        PodSpecOf(o) is { } spec ? [.. (spec["initContainers"] as JsonArray ?? []).Concat(spec["containers"] as JsonArray ?? []).OfType<JsonObject>()] : [];

    private static JsonObject? PodSpecOf(JsonObject o)
    {
        var spec = o["spec"];
        return (spec.Child("jobTemplate").Child("spec").Child("template").Child("spec") ?? spec.Child("template").Child("spec")
            ?? o["template"].Child("spec") ?? spec) as JsonObject;
    }
}
