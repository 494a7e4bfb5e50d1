using KubeApi.Sandbox.Admission;
using KubeApi.Sandbox.Decoding;
using KubeApi.Sandbox.Errors;
using KubeApi.Sandbox.Json;
using KubeApi.Sandbox.Ownership;
using KubeApi.Sandbox.Protocol;
using KubeApi.Sandbox.Rbac;
using KubeApi.Sandbox.Services;
using KubeApi.Sandbox.Store;
using KubeApi.Sandbox.Strategies;
using KubeApi.Sandbox.Types;

namespace KubeApi.Sandbox.Verbs;

/// <summary>Creates objects for all requests and controllers.</summary>
internal sealed class Creator(
    ObjectStore store, ResourceCatalog catalog, FieldManager fieldManager, ObjectRules objectRules, PodAdmission podAdmission,
    QuotaAdmission quotaAdmission, ServiceAllocator services, RbacAuthorizer authorizer, NamespaceLifecycle namespaces)
{
    /// <summary>Stores a new object, and writes the response.</summary>
    /// <param name="value">The object with name and namespace, defaults and owners.</param>
    public async Task CreateAsync(ApiRequest api, ResourceType type, JsonObject value)
    {
        podAdmission.Add(type, api.Info.Namespace, value);
        objectRules.PrepareCreate(type, value);
        var name = value.StringAt("metadata.name")!;
        if (api.IsDryRun)
        {
            if (store.Get(type, api.Info.Namespace, name) is { } present)
            {
                throw ApiErrors.AlreadyExists(type, name, present);
            }

            quotaAdmission.Check(type, api.Info.Namespace, value);
            services.Complete(type, value);
            await ResponseWriter.ObjectAsync(api.Http, 201, type, ObjectJson.ToBytes(value, type.IsCustom));
            return;
        }

        await ResponseWriter.ObjectAsync(api.Http, 201, type, Store(type, api.Info.Namespace, value));
    }

    /// <summary>Creates an object for a controller, with the defaults, validation and quotas of a request.</summary>
    /// <param name="value">The object, with a namespace, and a name or generateName.</param>
    /// <exception cref="StatusException">The object is rejected, or exists.</exception>
    public StoredObject Create(ResourceType type, JsonObject value, string manager)
    {
        var @namespace = value.StringAt("metadata.namespace") ?? "";
        TypedBody.Complete(type, value);
        ObjectRules.Place(type, value, @namespace);
        Prepare(type, @namespace, value);
        fieldManager.Update(type, null, value, new Writer(manager, ""));
        podAdmission.Add(type, @namespace, value);
        objectRules.PrepareCreate(type, value);
        return Store(type, @namespace, value);
    }

    // The type and the namespace are checked again, because they may have been deleted since.
    private StoredObject Store(ResourceType type, string @namespace, JsonObject value)
    {
        var name = value.StringAt("metadata.name")!;
        return store.Atomically(() =>
        {
            RequireType(type);
            RequireNamespace(type, @namespace, name);
            quotaAdmission.Check(type, @namespace, value);
            services.Complete(type, value);
            return store.TryCreate(type, value);
        }) ?? throw ApiErrors.AlreadyExists(type, name, store.Get(type, @namespace, name));
    }

    /// <summary>Creates the missing object of a write, which also requires permission to create it; false if it was created in the meantime.</summary>
    public async Task<bool> TryCreateAsync(ApiRequest api, ResourceType type, JsonObject value)
    {
        var access = api.Info.ToAccess() with { Verb = "create" };
        var decision = authorizer.Decide(api.User, access);
        if (!decision.IsAllowed)
        {
            throw ApiErrors.Forbidden(access, api.User.Name, decision.Reason);
        }

        ObjectRules.CheckName(value, api.Info.Name);
        Prepare(type, api.Info.Namespace, value);
        ObjectRules.Place(type, value, api.Info.Namespace);
        try
        {
            await CreateAsync(api, type, value);
            return true;
        }
        catch (StatusException exception) when (exception.Status.Reason == "AlreadyExists")
        {
            return false;
        }
    }

    /// <summary>Rejects a create in a missing or terminating namespace, or of a terminating kind; completes pods.</summary>
    public void Prepare(ResourceType type, string @namespace, JsonObject value)
    {
        RequireType(type);
        RequireNamespace(type, @namespace, value.StringAt("metadata.name") ?? "");
        podAdmission.Complete(type, @namespace, value);
    }

    // The definition may have been deleted or replaced while the body was received.
    private void RequireType(ResourceType type)
    {
        var current = catalog.Find(type.Group, type.Version, type.Resource);
        if (current is null || current.IsNamespaced != type.IsNamespaced)
        {
            throw ApiErrors.UnknownResource();
        }

        if (current.Custom is { Definition.IsTerminating: true })
        {
            throw ApiErrors.DefinitionTerminating(type);
        }
    }

    private void RequireNamespace(ResourceType type, string @namespace, string name)
    {
        if (type.IsNamespaced)
        {
            namespaces.RequireActive(type, @namespace, name);
        }
    }
}
