using KubeApi.Sandbox.Errors;
using KubeApi.Sandbox.Json;
using KubeApi.Sandbox.Store;
using KubeApi.Sandbox.Types;
using KubeApi.Sandbox.Verbs;

namespace KubeApi.Sandbox.Workloads;

/// <summary>
/// Writes for a component of the cluster: a controller, the scheduler or a kubelet. Its objects pass the same validation and quotas as those of
/// requests.
/// </summary>
/// <param name="name">The component in its events: `deployment-controller`.</param>
/// <param name="manager">Its name in managedFields.</param>
/// <param name="host">The node in its events; empty for none.</param>
internal sealed class ServiceWriter(ControllerServices services, string name, string manager, string host = "")
{
    /// <exception cref="StatusException">The object is rejected, or exists.</exception>
    public StoredObject Create(ResourceType type, JsonObject value) => services.Creator.Create(type, value, manager);

    /// <summary>Changes an object, unless it was replaced by another one of its name.</summary>
    /// <exception cref="StatusException">The changed object is invalid.</exception>
    public void Modify(ResourceType type, StoredObject stored, Action<JsonObject> change) => Modify(type, stored, "", change);

    public void ModifyStatus(ResourceType type, StoredObject stored, Action<JsonObject> change) => Modify(type, stored, "status", change);

    /// <summary>Deletes an object if it exists.</summary>
    public void Delete(ResourceType type, StoredObject stored, long? gracePeriod = null)
    {
        try
        {
            services.Deleter.Delete(type, stored, DeleteOptions.Background with { Uid = stored.Uid, GracePeriod = gracePeriod });
        }
        catch (StatusException)
        {
            // It no longer exists.
        }
    }

    /// <summary>Writes an event about an object, or counts it if the same event was written within the last hour.</summary>
    /// <param name="about">The object, with kind and apiVersion.</param>
    /// <param name="path">The field that the event is about; null for the object.</param>
    public void RecordEvent(JsonObject about, string type, string reason, string message, string? path = null)
    {
        var kind = services.Catalog.Find("", "v1", "events")!;
        var @namespace = about.StringAt("metadata.namespace") is { Length: > 0 } given ? given : "default";
        if (services.Store.Get(services.Catalog.Namespaces, "", @namespace) is not { IsTerminating: false })
        {
            return;
        }

        var key = new EventHistory.Key(about.StringAt("metadata.uid") ?? "", name, reason, message, path);
        if (services.Events.Find(key) is { } known && services.Updater.Modify(kind, @namespace, known, "", value =>
        {
            value["count"] = (value.IntegerAt("count") ?? 1) + 1;
            value["lastTimestamp"] = services.Clock.Now;
        }, manager))
        {
            return;
        }

        // Hexadecimal nanoseconds, as a real one.
        var now = services.Clock.GetUtcNow();
        var number = (now.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) * 100;
        string title;
        do
        {
            title = string.Create(CultureInfo.InvariantCulture, $"{about.StringAt("metadata.name")}.{number++:x16}");
        }
        while (services.Store.Get(kind, @namespace, title) is not null);
        var value = Event(about, type, reason, message, path);
        value["metadata"] = new JsonObject { ["name"] = title, ["namespace"] = @namespace };
        Create(kind, value);
        if (services.Events.Add(key, @namespace, title, now) is { } old && services.Store.Get(kind, old.Namespace, old.Name) is { } last)
        {
            Delete(kind, last);
        }
    }

    private void Modify(ResourceType type, StoredObject stored, string subresource, Action<JsonObject> change)
    {
        if (services.Store.Get(type, stored.Namespace, stored.Name)?.Uid == stored.Uid)
        {
            services.Updater.Modify(type, stored.Namespace, stored.Name, subresource, change, manager, isChecked: subresource.Length == 0);
        }
    }

    private JsonObject Event(JsonObject about, string type, string reason, string message, string? path)
    {
        var subject = new JsonObject
        {
            ["kind"] = about.StringAt("kind"),
            ["namespace"] = about.StringAt("metadata.namespace"),
            ["name"] = about.StringAt("metadata.name"),
            ["uid"] = about.StringAt("metadata.uid"),
            ["apiVersion"] = about.StringAt("apiVersion"),
            ["resourceVersion"] = about.StringAt("metadata.resourceVersion"),
            ["fieldPath"] = path,
        };
        var value = new JsonObject { ["involvedObject"] = subject, ["reason"] = reason, ["message"] = message, ["type"] = type };
        if (name == Scheduler.Name)
        {
            // The scheduler uses the events.k8s.io API, with eventTime.
            value["source"] = new JsonObject();
            value["eventTime"] = services.Clock.Now.Replace("Z", ".000000Z", StringComparison.Ordinal);
            (value["action"], value["reportingComponent"], value["reportingInstance"]) =
                (reason == "Scheduled" ? "Binding" : "Scheduling", name, name + "-sandbox");
            (value["firstTimestamp"], value["lastTimestamp"]) = (null, null);
            return value;
        }

        value["source"] = host.Length > 0 ? new JsonObject { ["component"] = name, ["host"] = host } : new JsonObject { ["component"] = name };
        (value["firstTimestamp"], value["lastTimestamp"], value["count"]) = (services.Clock.Now, services.Clock.Now, 1);
        (value["reportingComponent"], value["reportingInstance"]) = (name, host);
        return value;
    }
}
