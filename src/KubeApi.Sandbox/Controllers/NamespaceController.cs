using KubeApi.Sandbox.Errors;
using KubeApi.Sandbox.Json;
using KubeApi.Sandbox.Runtime;
using KubeApi.Sandbox.Store;
using KubeApi.Sandbox.Types;
using KubeApi.Sandbox.Verbs;

namespace KubeApi.Sandbox.Controllers;

/// <summary>Creates the service account and the root CA of each namespace, and empties terminating namespaces.</summary>
internal sealed class NamespaceController(
    ObjectStore store, ResourceCatalog catalog, SandboxClock clock, Updater updater, Deleter deleter, RecordedTemplate templates) : IController
{
    private const string Account = "default";
    private const string RootCertificates = "kube-root-ca.crt";
    private const string Finalizer = "kubernetes";

    private readonly Lazy<JsonObject> _rootCertificates = new(() => Recorded.Object("bootstrap/configmap-kube-root-ca.json"));
    private readonly HashSet<string> _terminating = new(StringComparer.Ordinal);
    private readonly HashSet<string> _bare = new(StringComparer.Ordinal);
    private readonly HashSet<string> _changed = new(StringComparer.Ordinal);

    public void Observe(StoreChange change)
    {
        if (change.Type == catalog.Namespaces)
        {
            ObserveNamespace(change);
            return;
        }

        if (_terminating.Contains(change.Object.Namespace))
        {
            _changed.Add(change.Object.Namespace);
        }
        else if ((change.Type == catalog.ServiceAccounts && change.Object.Name == Account)
            || (change.Type == catalog.ConfigMaps && change.Object.Name == RootCertificates))
        {
            _bare.Add(change.Object.Namespace);
        }
    }

    public bool Work()
    {
        if (_bare.FirstOrDefault() is { } bare)
        {
            _bare.Remove(bare);
            if (store.Get(catalog.Namespaces, "", bare) is { IsTerminating: false })
            {
                AddDefaultObjects(bare);
            }

            return true;
        }

        if (_changed.FirstOrDefault() is { } changed)
        {
            _changed.Remove(changed);
            Empty(changed);
            return true;
        }

        return false;
    }

    private void ObserveNamespace(StoreChange change)
    {
        var name = change.Object.Name;
        if (change.Change == StoreEventType.Deleted)
        {
            _terminating.Remove(name);
        }
        else if (change.Object.IsTerminating)
        {
            _terminating.Add(name);
            _changed.Add(name);
        }
        else if (change.Change == StoreEventType.Added)
        {
            _bare.Add(name);
        }
    }

    private void AddDefaultObjects(string @namespace)
    {
        Add(catalog.ServiceAccounts, @namespace, new JsonObject { ["metadata"] = new JsonObject { ["name"] = Account } });
        Add(catalog.ConfigMaps, @namespace, _rootCertificates.Value);
        // Changes by clients are reverted.
        var data = templates.Fill(_rootCertificates.Value)["data"]!;
        updater.Modify(catalog.ConfigMaps, @namespace, RootCertificates, "", value => value["data"] = data.DeepClone());
    }

    private void Add(ResourceType type, string @namespace, JsonObject recorded)
    {
        var value = templates.Fill(recorded);
        value.Set("metadata.namespace", @namespace);
        store.TryCreate(type, value);
    }

    // Deletes the content, then the namespace; finalizers may delay both.
    private void Empty(string name)
    {
        if (store.Get(catalog.Namespaces, "", name) is not { IsTerminating: true } @namespace || !Finalizers(@namespace).Contains(Finalizer))
        {
            return;
        }

        foreach (var (type, stored) in Contents(name))
        {
            try
            {
                deleter.Delete(type, stored, DeleteOptions.Background);
            }
            catch (StatusException)
            {
                // Already deleted.
            }
        }

        var rest = Contents(name).ToList();
        updater.Modify(catalog.Namespaces, "", name, "status", value =>
        {
            if (rest.Count > 0)
            {
                NamespaceConditions.Update(value, rest, clock.Now);
            }
            else
            {
                value.Set(
                    "spec.finalizers",
                    new JsonArray([.. Finalizers(@namespace).Where(finalizer => finalizer != Finalizer).Select(finalizer => JsonValue.Create(finalizer))]));
            }
        });
    }

    private static List<string> Finalizers(StoredObject @namespace) =>
        [.. (@namespace.ToNode().At("spec.finalizers") as JsonArray ?? []).Select(finalizer => finalizer!.ToString())];

    private IEnumerable<(ResourceType Type, StoredObject Stored)> Contents(string @namespace) =>
        from type in catalog.StoredTypes
        where type.IsNamespaced
        from stored in store.Snapshot(type).In(@namespace)
        select (type, stored);
}
