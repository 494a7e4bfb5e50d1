using System.Text.Json.Nodes;
using KubeApi.Sandbox.Discovery;
using KubeApi.Sandbox.Errors;
using KubeApi.Sandbox.Http;
using KubeApi.Sandbox.Objects;

namespace KubeApi.Sandbox.Verbs;

/// <summary>Adds objects: the one way in which they come to be by a request.</summary>
internal sealed class Creator(Cluster cluster)
{
    private readonly ObjectRules _rules = new(cluster);

    /// <summary>Stores and answers a new object.</summary>
    /// <param name="value">Placed, complete and owned.</param>
    public async Task CreateAsync(ApiRequest api, ResourceType type, JsonObject value)
    {
        _rules.PrepareCreate(type, value);
        var name = value.StringAt("metadata.name")!;
        if (api.IsDryRun)
        {
            if (cluster.Store.Get(type, api.Info.Namespace, name) is not null)
            {
                throw StatusAnswers.AlreadyExists(type, name);
            }

            await Answer.ObjectAsync(api.Http, 201, type, ObjectJson.ToBytes(value));
            return;
        }

        // The namespace is looked at again: it may have gone since.
        var created = cluster.Store.Atomically(() =>
        {
            RequireNamespace(api, type, name);
            return cluster.Store.TryCreate(type, value);
        }) ?? throw StatusAnswers.AlreadyExists(type, name);
        if (type == cluster.Catalog.Namespaces)
        {
            cluster.Namespaces.Furnish(name);
        }

        await Answer.ObjectAsync(api.Http, 201, type, created);
    }

    /// <summary>Refuses what would be created in a namespace that is not there, or is going, or of a kind that is going.</summary>
    public void RequireNamespace(ApiRequest api, ResourceType type, string name)
    {
        if (type.Custom is { Definition.IsTerminating: true })
        {
            throw StatusAnswers.DefinitionTerminating(type);
        }

        if (type.IsNamespaced)
        {
            cluster.Namespaces.RequireActive(type, api.Info.Namespace, name);
        }
    }
}
