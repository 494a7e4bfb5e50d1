using KubeApi.Sandbox.Json;
using KubeApi.Sandbox.Types;

namespace KubeApi.Sandbox.Strategies;

/// <summary>The code for kinds that tables of defaults and rules cannot express.</summary>
internal static class KindStrategy
{
    private const string DaemonSets = "daemonsets.apps";

    // Stored in an annotation, because the field was removed from the API.
    private const string TemplateGeneration = "deprecated.daemonset.template.generation";

    private static readonly Dictionary<string, Action<JsonObject>> s_defaults = new(StringComparer.Ordinal)
    {
        ["secrets"] = EncodeStringData,
        ["namespaces"] = LabelWithName,
        [DefinitionRules.Resource] = DefinitionRules.Complete,
        ["limitranges"] = CompleteLimits,
        [ServiceSpec.Resource] = ServiceSpec.ApplyDefaults,
        ["pods"] = QualityOfService.Request,
        ["replicationcontrollers"] = CompleteReplicationController,
        ["jobs.batch"] = CompleteJob,
        [DaemonSets] = DefaultTemplateGeneration,
        ["networkpolicies.networking.k8s.io"] = DefaultPolicyTypes,
        ["rolebindings.rbac.authorization.k8s.io"] = CompleteBinding,
        ["clusterrolebindings.rbac.authorization.k8s.io"] = CompleteBinding,
    };

    private static readonly string[] s_containers = ["containers", "initContainers", "ephemeralContainers"];

    private static readonly Dictionary<string, Action<JsonObject>> s_onCreate = new(StringComparer.Ordinal)
    {
        ["jobs.batch"] = SelectOwnPods,
        ["pods"] = QualityOfService.Classify,
        [DaemonSets] = StartTemplateGeneration,
        [DefinitionRules.Resource] = DefinitionStatus.Begin,
        [ServiceSpec.Resource] = ServiceSpec.CompleteFamilies,
    };

    /// <summary>Applies the defaults of decoding an object, which its writer owns.</summary>
    public static void ApplyDefaults(ResourceType type, JsonObject value)
    {
        s_defaults.GetValueOrDefault(type.QualifiedResource)?.Invoke(value);
    }

    /// <summary>Adds the server's own fields to a new object, when name and uid are known.</summary>
    public static void PrepareForCreate(string qualifiedResource, JsonObject value) => s_onCreate.GetValueOrDefault(qualifiedResource)?.Invoke(value);

    /// <summary>Keeps the stored values that an update of this kind does not change.</summary>
    public static void PrepareForUpdate(string qualifiedResource, JsonObject current, JsonObject value)
    {
        switch (qualifiedResource)
        {
            case ServiceSpec.Resource:
                ServiceSpec.PrepareForUpdate(current, value);
                break;
            case DaemonSets:
                IncrementTemplateGeneration(current, value);
                break;
            case "pods" when value["spec"] is JsonObject spec:
                // The priority class of a pod is resolved only once.
                spec.Set("priority", spec["priority"] ?? current.At("spec.priority"));
                spec.Set("preemptionPolicy", spec["preemptionPolicy"] ?? current.At("spec.preemptionPolicy"));
                PodDefaults.Tolerate(spec);
                break;
        }
    }

    /// <summary>Completes the pod spec of any kind.</summary>
    public static void CompletePodSpec(JsonObject spec)
    {
        Defaults.Apply(spec, KindRules.PodSpecDefaults);
        // A volume without a source is an emptyDir.
        foreach (var volume in spec.ObjectsAt("volumes").Where(volume => volume.All(member => member.Key == "name")))
        {
            volume["emptyDir"] = new JsonObject();
        }

        foreach (var container in s_containers.Select(list => spec[list]).OfType<JsonArray>().SelectMany(list => list.OfType<JsonObject>()))
        {
            // An image without a tag is :latest, which is always pulled.
            var image = container.StringAt("image") ?? "";
            var name = image[(image.LastIndexOf('/') + 1)..];
            foreach (var port in container.ObjectsAt("ports").Where(_ => spec.IsTrueAt("hostNetwork")))
            {
                // With hostNetwork, a container uses the node's ports.
                port["hostPort"] ??= port["containerPort"]?.DeepClone();
            }

            container["imagePullPolicy"] ??= name.Contains(':', StringComparison.Ordinal) && !name.EndsWith(":latest", StringComparison.Ordinal)
                ? "IfNotPresent"
                : "Always";
        }
    }

    // The oldest kinds default their labels to those of their template.
    private static void LabelAsTemplate(JsonObject value)
    {
        if (value.At("spec.template.metadata.labels") is not JsonObject { Count: > 0 } labels)
        {
            return;
        }

        if (value.At("metadata.labels") is not JsonObject { Count: > 0 })
        {
            value.Child("metadata")["labels"] = labels.DeepClone();
        }
    }

    private static void CompleteReplicationController(JsonObject controller)
    {
        LabelAsTemplate(controller);
        if (controller["spec"] is JsonObject spec && spec["selector"] is not JsonObject { Count: > 0 })
        {
            spec.Set("selector", spec.At("template.metadata.labels"));
        }
    }

    private static void CompleteJob(JsonObject job)
    {
        LabelAsTemplate(job);
        if (job["spec"] is not JsonObject spec)
        {
            return;
        }

        // A parallelism without completions means a work queue.
        spec["completions"] ??= spec["parallelism"] is null ? 1 : null;
        spec["backoffLimit"] ??= spec["backoffLimitPerIndex"] is null ? null : int.MaxValue;
        spec["podReplacementPolicy"] ??= spec["podFailurePolicy"] is null ? null : "Failed";
        foreach (var name in (string[])["completions", "backoffLimit", "podReplacementPolicy"])
        {
            if (spec[name] is null)
            {
                spec.Remove(name);
            }
        }
    }

    // stringData is write-only; only data is stored.
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

    // The maximum is the default limit, and the default limit is the default request.
    private static void CompleteLimits(JsonObject range)
    {
        foreach (var limit in range.ObjectsAt("spec.limits").Where(limit => limit.StringAt("type") == "Container"))
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

    // A missing generation is zero.
    private static void DefaultTemplateGeneration(JsonObject set) => set.Child("metadata").Child("annotations")[TemplateGeneration] ??= "0";

    private static void StartTemplateGeneration(JsonObject set)
    {
        if (set.At("metadata.annotations") is JsonObject annotations && annotations[TemplateGeneration]?.ToString() == "0")
        {
            annotations[TemplateGeneration] = "1";
        }
    }

    private static void IncrementTemplateGeneration(JsonObject current, JsonObject set)
    {
        var text = (current.At("metadata.annotations") as JsonObject)?[TemplateGeneration]?.ToString();
        var number = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var known) ? known : 0;
        var next = JsonNode.DeepEquals(current.At("spec.template"), set.At("spec.template")) ? number : number + 1;
        set.Child("metadata").Child("annotations")[TemplateGeneration] = next.ToString(CultureInfo.InvariantCulture);
    }

    private static void DefaultPolicyTypes(JsonObject policy)
    {
        if (policy["spec"] is JsonObject spec && spec["policyTypes"] is not JsonArray { Count: > 0 })
        {
            spec["policyTypes"] = policy.At("spec.egress") is JsonArray { Count: > 0 } ? new JsonArray("Ingress", "Egress") : new JsonArray("Ingress");
        }
    }

    // Service accounts have the core group, other subjects the rbac group.
    private static void CompleteBinding(JsonObject binding)
    {
        const string group = "rbac.authorization.k8s.io";
        var subjects = binding.ObjectsAt("subjects").Where(subject => subject.StringAt("kind") is "User" or "Group");
        foreach (var reference in subjects.Append(binding["roleRef"] as JsonObject).OfType<JsonObject>().Where(
            reference => reference.StringAt("apiGroup") is not { Length: > 0 }))
        {
            reference["apiGroup"] = group;
        }
    }

    private static void LabelWithName(JsonObject @namespace) =>
        @namespace.Child("metadata").Child("labels")["kubernetes.io/metadata.name"] = @namespace.StringAt("metadata.name");

    private static void SelectOwnPods(JsonObject job)
    {
        // Only once, and not if the client has set it.
        if (job.At("metadata.resourceVersion") is not null || job["spec"] is not JsonObject spec || spec.IsTrueAt("manualSelector"))
        {
            return;
        }

        var (uid, name) = (job.StringAt("metadata.uid"), job.StringAt("metadata.name"));
        spec.Child("selector").Child("matchLabels")["batch.kubernetes.io/controller-uid"] = uid;
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
