using System.Text.Json.Nodes;
using KubeApi.Sandbox.Admission;
using KubeApi.Sandbox.Discovery;
using KubeApi.Sandbox.Errors;
using KubeApi.Sandbox.Http;
using KubeApi.Sandbox.Objects;

namespace KubeApi.Sandbox.Verbs;

/// <summary>Creates objects for all requests.</summary>
internal sealed class Creator(Cluster cluster)
{
    private readonly ObjectRules _rules = new(cluster);
    private readonly PodAdmission _pods = new(cluster);
    private readonly QuotaAdmission _quotas = new(cluster);

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
            await ResponseWriter.ObjectAsync(api.Http, 201, type, ObjectJson.ToBytes(type.Store(value), type.IsCustom));
            return;
        }

        // The type and the namespace are checked again, because they may have been deleted since.
        var created = cluster.Store.Atomically(() =>
        {
            RequireType(type);
            RequireNamespace(api, type, name);
            _quotas.Check(type, api.Info.Namespace, value);
            cluster.Services.Complete(type, value);
            return cluster.Store.TryCreate(type, type.Store(value));
        }) ?? throw ApiErrors.AlreadyExists(type, name, cluster.Store.Get(type, api.Info.Namespace, name));
        await ResponseWriter.ObjectAsync(api.Http, 201, type, created);
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
        Prepare(api, type, value);
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
    public void Prepare(ApiRequest api, ResourceType type, JsonObject value)
    {
        RequireType(type);
        RequireNamespace(api, type, value.StringAt("metadata.name") ?? "");
        _pods.Complete(type, api.Info.Namespace, value);
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

    private void RequireNamespace(ApiRequest api, ResourceType type, string name)
    {
        if (type.IsNamespaced)
        {
            cluster.Namespaces.RequireActive(type, api.Info.Namespace, name);
        }
    }
}
