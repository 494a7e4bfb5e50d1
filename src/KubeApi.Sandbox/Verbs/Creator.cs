using System.Text.Json.Nodes;
using KubeApi.Sandbox.Admission;
using KubeApi.Sandbox.Decoding;
using KubeApi.Sandbox.Discovery;
using KubeApi.Sandbox.Errors;
using KubeApi.Sandbox.Http;
using KubeApi.Sandbox.Objects;
using KubeApi.Sandbox.Ownership;
using KubeApi.Sandbox.Store;

namespace KubeApi.Sandbox.Verbs;

/// <summary>Creates objects for all requests and controllers.</summary>
internal sealed class Creator(Cluster cluster)
{
    private readonly ObjectRules _rules = new(cluster);
    private readonly PodAdmission _pods = new(cluster);
    private readonly QuotaAdmission _quotas = new(cluster);
    private readonly FieldManager _owners = new(cluster);

    /// <summary>Stores a new object, and writes the response.</summary>
    /// <param name="value">The object with name and namespace, defaults and owners.</param>
    public async Task CreateAsync(ApiRequest api, ResourceType type, JsonObject value)
    {
        cluster.Escalation.Check(api.User, type, api.Info.Namespace, value, null);
        _pods.Add(type, api.Info.Namespace, value);
        _rules.PrepareCreate(type, value);
        ObjectRules.Warn(api, type, value);
        var name = value.StringAt("metadata.name")!;
        _pods.Check(type, api.Info.Namespace, value);
        if (api.IsDryRun)
        {
            if (cluster.Store.Get(type, api.Info.Namespace, name) is { } present)
            {
                throw ApiErrors.AlreadyExists(type, name, present);
            }

            _quotas.Check(type, api.Info.Namespace, value);
            cluster.Services.Complete(type, value);
            await ResponseWriter.ObjectAsync(api.Http, 201, type, ObjectJson.ToBytes(type.Normalize(value), type.IsCustom));
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
        _owners.Update(type, null, value, new Writer(manager, ""));
        _pods.Add(type, @namespace, value);
        _rules.PrepareCreate(type, value);
        _pods.Check(type, @namespace, value);
        return Store(type, @namespace, value);
    }

    // The type and the namespace are checked again, because they may have been deleted since.
    private StoredObject Store(ResourceType type, string @namespace, JsonObject value)
    {
        var name = value.StringAt("metadata.name")!;
        return cluster.Store.Atomically(() =>
        {
            RequireType(type);
            RequireNamespace(type, @namespace, name);
            _quotas.Check(type, @namespace, value);
            cluster.Services.Complete(type, value);
            return cluster.Store.TryCreate(type, type.Normalize(value));
        }) ?? throw ApiErrors.AlreadyExists(type, name, cluster.Store.Get(type, @namespace, name));
    }

    /// <summary>Creates the missing object of a write, which also requires the right to create; false if it was created meanwhile.</summary>
    public async Task<bool> TryCreateAsync(ApiRequest api, ResourceType type, JsonObject value)
    {
        var access = api.Info.ToAccess() with { Verb = "create" };
        var decision = cluster.Authorizer.Decide(api.User, access);
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
        _pods.Complete(type, @namespace, value);
    }

    // The definition may have been deleted or replaced while the body was received.
    private void RequireType(ResourceType type)
    {
        var current = cluster.Catalog.Find(type.Group, type.Version, type.Resource);
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
            cluster.Namespaces.RequireActive(type, @namespace, name);
        }
    }
}
