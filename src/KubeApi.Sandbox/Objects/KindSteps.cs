using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using KubeApi.Sandbox.Admission;
using KubeApi.Sandbox.Conversion;
using KubeApi.Sandbox.CustomResources;
using KubeApi.Sandbox.Discovery;
using KubeApi.Sandbox.Errors;
using KubeApi.Sandbox.Services;

namespace KubeApi.Sandbox.Objects;

/// <summary>The few things the server does to an object of one kind that no table of defaults can say.</summary>
internal static class KindSteps
{
    private const string DaemonSets = "daemonsets.apps";

    // Its number is written as an annotation since the field for it is gone.
    private const string TemplateGeneration = "deprecated.daemonset.template.generation";

    private static readonly Dictionary<string, Action<JsonObject>> s_steps = new(StringComparer.Ordinal)
    {
        ["secrets"] = EncodeStringData,
        ["namespaces"] = LabelWithName,
        [DefinitionRules.Resource] = DefinitionRules.Complete,
        ["limitranges"] = CompleteLimits,
        [ServiceSpec.Resource] = ServiceSpec.Read,
        ["pods"] = QualityOfService.Request,
        [DaemonSets] = NumberTemplate,
        ["networkpolicies.networking.k8s.io"] = TellPolicyTypes,
        ["rolebindings.rbac.authorization.k8s.io"] = CompleteBinding,
        ["clusterrolebindings.rbac.authorization.k8s.io"] = CompleteBinding,
        ["horizontalpodautoscalers.v2.autoscaling"] = CompleteAutoscaler,
    };

    private static readonly string[] s_containers = ["containers", "initContainers", "ephemeralContainers"];

    private static readonly Dictionary<string, Action<JsonObject>> s_later = new(StringComparer.Ordinal)
    {
        ["jobs.batch"] = SelectOwnPods,
        ["pods"] = CompletePod,
        [DaemonSets] = BeginTemplate,
        [DefinitionRules.Resource] = DefinitionStatus.Begin,
    };

    /// <summary>What belongs to reading an object of the kind; whoever writes it owns the result.</summary>
    public static void Read(ResourceType type, JsonObject value)
    {
        s_steps.GetValueOrDefault(type.QualifiedResource)?.Invoke(value);
        s_steps.GetValueOrDefault($"{type.Resource}.{type.Version}.{type.Group}")?.Invoke(value);
    }

    /// <summary>What the server does on its own account, when name and uid are known.</summary>
    public static void Add(string qualifiedResource, JsonObject value) => s_later.GetValueOrDefault(qualifiedResource)?.Invoke(value);

    /// <summary>What an update keeps of what is stored, beyond what is kept of every object.</summary>
    public static void Carry(string qualifiedResource, JsonObject current, JsonObject value)
    {
        switch (qualifiedResource)
        {
            case ServiceSpec.Resource:
                ServiceSpec.Carry(current, value);
                break;
            case DaemonSets:
                CountTemplate(current, value);
                break;
            case "pods" when value["spec"] is JsonObject spec:
                // The class of a pod is looked up once in its life.
                spec.Set("priority", spec["priority"] ?? current.At("spec.priority"));
                spec.Set("preemptionPolicy", spec["preemptionPolicy"] ?? current.At("spec.preemptionPolicy"));
                PodDefaults.Tolerate(spec);
                break;
        }
    }

    /// <summary>What only code can say of a kind.</summary>
    /// <param name="current">What is stored; null for a new object.</param>
    public static IEnumerable<StatusCause> Complaints(string qualifiedResource, JsonObject value, JsonObject? current) => qualifiedResource switch
    {
        DefinitionRules.Resource => DefinitionRules.Complaints(value, current),
        ServiceSpec.Resource => ServiceSpec.Complaints(value, current),
        _ => [],
    };

    /// <summary>Completes the spec of a pod, wherever a kind has one.</summary>
    public static void CompletePodSpec(JsonObject spec)
    {
        Defaults.Apply(spec, KindRules.PodSpecDefaults);
        foreach (var container in s_containers.Select(list => spec[list]).OfType<JsonArray>().SelectMany(list => list.OfType<JsonObject>()))
        {
            // An image without a tag is the latest one, and that is looked for each time.
            var image = container.StringAt("image") ?? "";
            var name = image[(image.LastIndexOf('/') + 1)..];
            container["imagePullPolicy"] ??= name.Contains(':', StringComparison.Ordinal) && !name.EndsWith(":latest", StringComparison.Ordinal) ? "IfNotPresent" : "Always";
        }
    }

    /// <summary>The places of the images that the containers of a pod spec lack; the schema does not ask for them, but every kind with pods does.</summary>
    public static IEnumerable<string> MissingImages(JsonObject spec) =>
        from list in s_containers
        from container in (spec[list] as JsonArray ?? []).Select((item, index) => (Value: item as JsonObject, Index: index))
        where container.Value is not null && container.Value.StringAt("image") is not { Length: > 0 }
        select $"{list}[{container.Index}].image";

    // stringData is for writing only; what is stored is data.
    private static void EncodeStringData(JsonObject secret)
    {
        if (secret["stringData"] is JsonObject plain)
        {
            var data = secret.Child("data");
            foreach (var (name, text) in plain)
            {
                data[name] = Convert.ToBase64String(Encoding.UTF8.GetBytes(text?.ToString() ?? ""));
            }
        }

        secret.Remove("stringData");
    }

    // The most is also what is given to those who say nothing, and that is also what they ask for.
    private static void CompleteLimits(JsonObject range)
    {
        foreach (var limit in (range.At("spec.limits") as JsonArray ?? []).OfType<JsonObject>().Where(limit => limit.StringAt("type") == "Container"))
        {
            Copy("max", "default");
            Copy("default", "defaultRequest");
            Copy("min", "defaultRequest");

            void Copy(string from, string to)
            {
                foreach (var (name, amount) in limit[from] as JsonObject ?? [])
                {
                    limit.Child(to)[name] ??= amount?.DeepClone();
                }
            }
        }
    }

    // As a server reads the field that is gone: zero until it counts.
    private static void NumberTemplate(JsonObject set) => set.Child("metadata").Child("annotations")[TemplateGeneration] ??= "0";

    private static void BeginTemplate(JsonObject set)
    {
        if (set.At("metadata.annotations") is JsonObject annotations && annotations[TemplateGeneration]?.ToString() == "0")
        {
            annotations[TemplateGeneration] = "1";
        }
    }

    private static void CountTemplate(JsonObject current, JsonObject set)
    {
        var text = (current.At("metadata.annotations") as JsonObject)?[TemplateGeneration]?.ToString();
        var number = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var known) ? known : 0;
        var next = JsonNode.DeepEquals(current.At("spec.template"), set.At("spec.template")) ? number : number + 1;
        set.Child("metadata").Child("annotations")[TemplateGeneration] = next.ToString(CultureInfo.InvariantCulture);
    }

    private static void CompletePod(JsonObject pod)
    {
        QualityOfService.Classify(pod);
        if (pod.At("spec.schedulingGates") is JsonArray { Count: > 0 } && Conditions.Find(pod, "PodScheduled") is null)
        {
            Conditions.Put(pod, new JsonObject
            {
                ["type"] = "PodScheduled",
                ["status"] = "False",
                ["lastProbeTime"] = null,
                ["lastTransitionTime"] = pod.StringAt("metadata.creationTimestamp"),
                ["reason"] = "SchedulingGated",
                ["message"] = "Scheduling is blocked due to non-empty scheduling gates",
            });
        }
    }

    private static void TellPolicyTypes(JsonObject policy)
    {
        if (policy["spec"] is JsonObject spec && spec["policyTypes"] is not JsonArray { Count: > 0 })
        {
            spec["policyTypes"] = policy.At("spec.egress") is JsonArray { Count: > 0 } ? new JsonArray("Ingress", "Egress") : new JsonArray("Ingress");
        }
    }

    // Who says nothing aims at this; in the first version it is known when it is stored.
    private static void CompleteAutoscaler(JsonObject autoscaler)
    {
        AutoscalerVersion1.Forget(autoscaler);
        if (autoscaler["spec"] is JsonObject spec && spec["metrics"] is not JsonArray { Count: > 0 })
        {
            spec["metrics"] = new JsonArray(AutoscalerVersion1.DefaultMetric());
        }
    }

    // Accounts are of the core group, all else that is named is not.
    private static void CompleteBinding(JsonObject binding)
    {
        const string group = "rbac.authorization.k8s.io";
        var subjects = (binding["subjects"] as JsonArray ?? []).OfType<JsonObject>().Where(subject => subject.StringAt("kind") is "User" or "Group");
        foreach (var reference in subjects.Append(binding["roleRef"] as JsonObject).OfType<JsonObject>().Where(reference => reference.StringAt("apiGroup") is not { Length: > 0 }))
        {
            reference["apiGroup"] = group;
        }
    }

    private static void LabelWithName(JsonObject @namespace) =>
        @namespace.Child("metadata").Child("labels")["kubernetes.io/metadata.name"] = @namespace.StringAt("metadata.name");

    private static void SelectOwnPods(JsonObject job)
    {
        if (job.At("spec.selector") is not null || job["spec"] is not JsonObject spec)
        {
            return;
        }

        var (uid, name) = (job.StringAt("metadata.uid"), job.StringAt("metadata.name"));
        spec["selector"] = new JsonObject { ["matchLabels"] = new JsonObject { ["batch.kubernetes.io/controller-uid"] = uid } };
        foreach (var metadata in new[] { job.Child("metadata"), spec.Child("template").Child("metadata") })
        {
            var labels = metadata.Child("labels");
            labels["batch.kubernetes.io/controller-uid"] = uid;
            labels["batch.kubernetes.io/job-name"] = name;
            labels["controller-uid"] = uid;
            labels["job-name"] = name;
        }
    }
}
