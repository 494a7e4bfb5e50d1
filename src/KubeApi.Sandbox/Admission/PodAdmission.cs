using KubeApi.Sandbox.Errors;
using KubeApi.Sandbox.Json;
using KubeApi.Sandbox.Runtime;
using KubeApi.Sandbox.Store;
using KubeApi.Sandbox.Strategies;
using KubeApi.Sandbox.Types;

namespace KubeApi.Sandbox.Admission;

/// <summary>Pod admission of a namespace: limit ranges apply, and the service account and classes must exist.</summary>
internal sealed class PodAdmission(ObjectStore store, ResourceCatalog catalog, Lifetime lifetime)
{
    private const string Account = "default";

    /// <summary>Completes a new pod, before it is validated.</summary>
    public void Complete(ResourceType type, string @namespace, JsonObject value)
    {
        if (type != catalog.Pods)
        {
            return;
        }

        foreach (var range in store.Snapshot(catalog.LimitRanges).In(@namespace).Select(range => range.ToNode()))
        {
            LimitRanges.Complete(value, range);
            if (LimitRanges.Validate(value, range).FirstOrDefault() is { } violation)
            {
                throw ApiErrors.NotAdmitted(type, Name(value), violation);
            }
        }

        var account = value.StringAt("spec.serviceAccountName") is { Length: > 0 } given ? given : Account;
        // While the initial objects are loaded, namespaces have no service accounts yet.
        if (store.Get(catalog.ServiceAccounts, @namespace, account) is null && !(lifetime.IsLoading && account == Account))
        {
            throw ApiErrors.NotAdmitted(
                type, Name(value), $"error looking up service account {@namespace}/{account}: serviceaccount {ApiErrors.Quote(account)} not found");
        }
    }

    /// <summary>Adds the server's own fields to a new pod, which no manager owns.</summary>
    public void Add(ResourceType type, string @namespace, JsonObject value)
    {
        if (type != catalog.Pods || value["spec"] is not JsonObject spec)
        {
            return;
        }

        AddPriority(type, value, spec);
        if (spec.StringAt("runtimeClassName") is { Length: > 0 } runtime && store.Get(catalog.RuntimeClasses, "", runtime) is null)
        {
            throw ApiErrors.NotAdmitted(type, Name(value), $"pod rejected: RuntimeClass {ApiErrors.Quote(runtime)} not found");
        }

        PodDefaults.Tolerate(spec);
        var account = store.Get(
            catalog.ServiceAccounts, @namespace, spec.StringAt("serviceAccountName") is { Length: > 0 } given ? given : Account)?.ToNode();
        if ((spec["automountServiceAccountToken"] ?? account?["automountServiceAccountToken"])?.ToJsonString() != "false")
        {
            PodDefaults.MountToken(spec);
        }
    }

    // The priority class of the pod, or the global default.
    private void AddPriority(ResourceType type, JsonObject value, JsonObject spec)
    {
        var classes = store.Snapshot(catalog.PriorityClasses).Objects.Select(stored => stored.ToNode()).ToList();
        var name = spec.StringAt("priorityClassName") is { Length: > 0 } given ? given : null;
        var found = name is null
            ? classes.Where(item => item.IsTrueAt("globalDefault")).MinBy(item => item.IntegerAt("value"))
            : classes.Find(item => item.StringAt("metadata.name") == name)
                ?? throw ApiErrors.NotAdmitted(type, Name(value), $"no PriorityClass with name {name} was found");
        if (found is not null)
        {
            spec.Set("priorityClassName", found.At("metadata.name"));
            spec.Set("priority", found["value"]);
            spec.Set("preemptionPolicy", spec["preemptionPolicy"] ?? found["preemptionPolicy"]);
        }
    }

    private static string Name(JsonObject value) => value.StringAt("metadata.name") ?? "";
}
