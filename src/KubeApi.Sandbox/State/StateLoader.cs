using KubeApi.Sandbox.Admission;
using KubeApi.Sandbox.Decoding;
using KubeApi.Sandbox.Errors;
using KubeApi.Sandbox.Json;
using KubeApi.Sandbox.Ownership;
using KubeApi.Sandbox.Services;
using KubeApi.Sandbox.Store;
using KubeApi.Sandbox.Strategies;
using KubeApi.Sandbox.Types;

namespace KubeApi.Sandbox.State;

/// <summary>
/// Loads the initial objects. An object with uid and resourceVersion was saved by a server and is restored unchanged; any other is a manifest, which is
/// completed and validated like a create, but keeps its status. Missing namespaces are created.
/// </summary>
internal sealed class StateLoader(
    ObjectStore store, ResourceCatalog catalog, FieldManager fieldManager, ObjectRules objectRules, PodAdmission podAdmission,
    ServiceAllocator services)
{
    /// <exception cref="IOException">The file is missing or unreadable.</exception>
    /// <exception cref="InvalidDataException">A file contains an invalid object; the message names both.</exception>
    public void Load(string path)
    {
        // Dependencies first: namespaces, then definitions, then objects that complete pods.
        var objects = StateReader.Read(path, store.Advance)
            .OrderBy(item => item.Value.StringAt("kind") switch
            {
                "Namespace" => 0,
                "CustomResourceDefinition" => 1,
                "ServiceAccount" or "PriorityClass" or "LimitRange" => 2,
                _ => 3,
            })
            .Select(item => (item.File, item.Value, IsSaved: IsSaved(item.Value)))
            .ToList();
        foreach (var kind in objects.GroupBy(item => (item.Value.StringAt("apiVersion"), item.Value.StringAt("kind"))))
        {
            Load([.. kind]);
        }
    }

    /// <summary>Creates a missing namespace.</summary>
    public void Require(string @namespace)
    {
        var type = catalog.Namespaces;
        if (store.Get(type, "", @namespace) is null)
        {
            Create(type, new JsonObject { ["metadata"] = new JsonObject { ["name"] = @namespace } });
        }
    }

    private static bool IsSaved(JsonObject value) =>
        value.StringAt("metadata.uid") is { Length: > 0 } && long.TryParse(value.StringAt("metadata.resourceVersion"), out var version) && version > 0;

    private void Load(IReadOnlyList<(string File, JsonObject Value, bool IsSaved)> objects)
    {
        var (file, first, _) = objects[0];
        var (apiVersion, kind) = (first.StringAt("apiVersion")!, first.StringAt("kind")!);
        var type = catalog.FindKind(apiVersion, kind) ?? throw new InvalidDataException($"{file}: there is no kind {kind} in {apiVersion}.");
        foreach (var item in objects)
        {
            Place(type, item.File, item.Value);
        }

        store.Restore(type, [.. objects.Where(item => item.IsSaved).Select(item => type.Normalize(item.Value))]);
        // Services with a specific address come before others.
        foreach (var item in objects.Where(item => !item.IsSaved).OrderBy(item => ServiceSpec.IsPinned(item.Value) ? 0 : 1))
        {
            try
            {
                TypedBody.Check(item.Value, type.Schema, kind);
                Create(type, item.Value);
            }
            catch (StatusException exception)
            {
                throw new InvalidDataException($"{item.File}: {exception.Message}");
            }
        }
    }

    private void Place(ResourceType type, string file, JsonObject value)
    {
        if (value["metadata"] is not JsonObject metadata || metadata.StringAt("name") is not { Length: > 0 })
        {
            throw new InvalidDataException($"{file}: a {type.Kind} has no name.");
        }

        if (!type.IsNamespaced)
        {
            metadata.Remove("namespace");
            return;
        }

        if (metadata.StringAt("namespace") is not { Length: > 0 })
        {
            metadata["namespace"] = "default";
        }

        Require(metadata.StringAt("namespace")!);
    }

    private void Create(ResourceType type, JsonObject value)
    {
        var status = value["status"]?.DeepClone();
        var @namespace = value.StringAt("metadata.namespace") ?? "";
        TypedBody.Complete(type, value);
        podAdmission.Complete(type, @namespace, value);
        fieldManager.Update(type, null, value, new Writer("sandbox", ""));
        podAdmission.Add(type, @namespace, value);
        objectRules.PrepareCreate(type, value);
        if (status is not null)
        {
            value["status"] = status;
            type.Normalize(value);
        }

        services.Complete(type, value);
        if (store.Get(type, value.StringAt("metadata.namespace"), value.StringAt("metadata.name")!) is { } present)
        {
            value.Set("metadata.uid", present.Uid);
            store.TryReplace(type, present, value);
        }
        else
        {
            store.TryCreate(type, value);
        }
    }
}
