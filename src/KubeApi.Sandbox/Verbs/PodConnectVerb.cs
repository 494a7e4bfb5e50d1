using System.Globalization;
using System.Text.Json.Nodes;
using KubeApi.Sandbox.Discovery;
using KubeApi.Sandbox.Errors;
using KubeApi.Sandbox.Http;
using KubeApi.Sandbox.Objects;
using Microsoft.AspNetCore.Http;

namespace KubeApi.Sandbox.Verbs;

/// <summary>`pods/NAME/log`, exec, attach and portforward, as far as a server answers before it asks the pod's node.</summary>
internal sealed class PodConnectVerb(Cluster cluster)
{
    // Where the containers of a pod stand, in the order in which they are looked through.
    private static readonly string[] s_containerLists = ["initContainers", "containers", "ephemeralContainers"];

    // What a number must at least be.
    private static readonly (string Option, long Least, string Complaint)[] s_logOptions =
    [
        ("limitBytes", 1, "must be greater than 0"),
        ("sinceSeconds", 1, "must be greater than 0"),
        ("tailLines", 0, "must be greater than or equal to 0"),
    ];

    /// <summary>Whether it is one of those.</summary>
    public static bool Answers(ResourceType type, SubresourceType subresource) =>
        type.QualifiedResource == "pods" && subresource.Name is "log" or "exec" or "attach" or "portforward";

    public Task AnswerAsync(ApiRequest api, ResourceType type, SubresourceType subresource)
    {
        if (subresource.Name == "log")
        {
            CheckLogOptions(api);
        }

        var stored = cluster.Store.Get(type, api.Info.Namespace, api.Info.Name) ?? throw StatusAnswers.NotFound(type, api.Info.Name);
        var pod = stored.ToNode();
        if (subresource.Name != "portforward")
        {
            CheckContainer(api.Query("container"), pod, stored.Name);
        }

        if (pod.StringAt("spec.nodeName") is { Length: > 0 })
        {
            throw StatusAnswers.NotImplemented($"{type.QualifiedResource}/{subresource.Name}");
        }

        if (subresource.Name != "log")
        {
            throw StatusAnswers.BadRequest($"pod {stored.Name} does not have a host assigned");
        }

        // There is nothing to read yet.
        api.Http.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }

    private static void CheckLogOptions(ApiRequest api)
    {
        var causes = s_logOptions
            .Where(option => long.TryParse(api.Query(option.Option), CultureInfo.InvariantCulture, out var number) && number < option.Least)
            .Select(option => StatusAnswers.InvalidValue(option.Option, api.Query(option.Option)!, option.Complaint)).ToList();
        if (causes.Count > 0)
        {
            throw StatusAnswers.Invalid("PodLogOptions", "", api.Info.Name, causes);
        }
    }

    private static void CheckContainer(string? container, JsonObject pod, string name)
    {
        if (container is not null)
        {
            if (!s_containerLists.Any(list => NamesOf(pod, list).Contains(container)))
            {
                throw StatusAnswers.BadRequest($"container {container} is not valid for pod {name}");
            }

            return;
        }

        var names = NamesOf(pod, "containers").ToList();
        if (names.Count != 1)
        {
            var initial = string.Join(' ', NamesOf(pod, "initContainers"));
            throw StatusAnswers.BadRequest(
                $"a container name must be specified for pod {name}, choose one of: [{string.Join(' ', names)}]"
                    + (initial.Length > 0 ? $" or one of the init containers: [{initial}]" : ""));
        }
    }

    private static IEnumerable<string?> NamesOf(JsonObject pod, string list) =>
        (pod.At("spec." + list) as JsonArray ?? []).OfType<JsonObject>().Select(container => container.StringAt("name"));
}
