using System.Text.Json.Nodes;
using KubeApi.Sandbox.Decoding;
using KubeApi.Sandbox.Errors;
using KubeApi.Sandbox.Json;
using KubeApi.Sandbox.Protocol;
using KubeApi.Sandbox.Runtime;
using KubeApi.Sandbox.Store;
using KubeApi.Sandbox.Strategies;
using KubeApi.Sandbox.Types;

namespace KubeApi.Sandbox.Verbs;

/// <summary>`pods/NAME/binding`, and `bindings` of the name of a pod: assigns a pod to a node, as a scheduler does. The written fields have no owner.</summary>
internal sealed class BindingVerb(ObjectStore store, ResourceCatalog catalog, SandboxClock clock, TypedBody typedBodies)
{
    private const string Kind = "Binding";

    private readonly ResourceType _type = catalog.Find("", "v1", "bindings")!;

    public async Task HandleAsync(ApiRequest api)
    {
        var binding = await typedBodies.ReadAsync(api, _type);
        var name = binding.StringAt("metadata.name") is { Length: > 0 } given ? given : api.Info.Name;
        if (api.Info.Name.Length > 0 && name != api.Info.Name)
        {
            throw ApiErrors.BadRequest("name in URL does not match name in Binding object");
        }

        ObjectRules.PlaceIn(binding.Child("metadata"), api.Info.Namespace);
        Check(binding, name);
        var (type, @namespace) = (catalog.Pods, api.Info.Namespace);
        store.Atomically(() =>
        {
            var stored = store.Get(type, @namespace, name) ?? throw ApiErrors.NotFound(type, name);
            var pod = stored.ToNode();
            Bind(pod, stored, binding);
            return api.IsDryRun ? stored : store.TryReplace(type, stored, pod);
        });
        await ResponseWriter.StatusAsync(api.Http, ApiErrors.Done());
    }

    private static void Check(JsonObject binding, string name)
    {
        var causes = new List<StatusCause>();
        if (binding.StringAt("target.kind") is { Length: > 0 } kind && kind != "Node")
        {
            causes.Add(ApiErrors.Unsupported("target.kind", kind, ["Node", "<empty>"]));
        }

        if (binding.StringAt("target.name") is not { Length: > 0 })
        {
            causes.Add(ApiErrors.Required("target.name"));
        }

        if (causes.Count > 0)
        {
            throw ApiErrors.Invalid(Kind, "", name, causes);
        }
    }

    private void Bind(JsonObject pod, StoredObject stored, JsonObject binding)
    {
        if (binding.StringAt("metadata.uid") is { Length: > 0 } uid && uid != stored.Uid)
        {
            throw ApiErrors.UidPrecondition(catalog.Pods, stored, uid);
        }

        if (binding.StringAt("metadata.resourceVersion") is { Length: > 0 } version && version != pod.StringAt("metadata.resourceVersion"))
        {
            throw ApiErrors.StoragePrecondition(catalog.Pods, stored, version);
        }

        if (stored.IsTerminating)
        {
            throw ApiErrors.BindingConflict(stored.Name, $"pod {stored.Name} is being deleted, cannot be assigned to a host");
        }

        if (pod.StringAt("spec.nodeName") is { Length: > 0 } node)
        {
            throw ApiErrors.BindingConflict(stored.Name, $"pod {stored.Name} is already assigned to node {ApiErrors.Quote(node)}");
        }

        if (pod.At("spec.schedulingGates") is JsonArray { Count: > 0 })
        {
            throw ApiErrors.BindingConflict(stored.Name, $"pod {stored.Name} has non-empty .spec.schedulingGates");
        }

        foreach (var part in (string[])["annotations", "labels"])
        {
            foreach (var (key, text) in binding.At("metadata." + part) as JsonObject ?? [])
            {
                pod.Child("metadata").Child(part)[key] = text?.DeepClone();
            }
        }

        Bind(pod, binding.StringAt("target.name")!, clock.Now);
    }

    /// <summary>Gives a pod a node.</summary>
    public static void Bind(JsonObject pod, string node, string now)
    {
        pod.Set("spec.nodeName", JsonValue.Create(node));
        pod.Child("status").Remove("nominatedNodeName");
        Conditions.Put(pod, new JsonObject
        {
            ["type"] = "PodScheduled",
            ["observedGeneration"] = pod.IntegerAt("metadata.generation"),
            ["status"] = "True",
            ["lastProbeTime"] = null,
            ["lastTransitionTime"] = now,
        });
    }
}
