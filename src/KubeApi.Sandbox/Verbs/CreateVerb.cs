using KubeApi.Sandbox.Discovery;
using KubeApi.Sandbox.Errors;
using KubeApi.Sandbox.Http;
using KubeApi.Sandbox.Objects;

namespace KubeApi.Sandbox.Verbs;

internal sealed class CreateVerb(Cluster cluster) : IVerb
{
    private readonly ObjectRules _rules = new(cluster);

    public async Task AnswerAsync(ApiRequest api, ResourceType type)
    {
        AcceptHeader.RequireJson(api.Http.Request);
        var value = await Body.ReadObjectAsync(api.Http.Request, type.ApiVersion, type.Kind);
        if (type.IsNamespaced)
        {
            cluster.Namespaces.RequireActive(type, api.Info.Namespace, value.StringAt("metadata.name") ?? "");
        }

        _rules.PrepareCreate(type, value, api.Info.Namespace);
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
            if (type.IsNamespaced)
            {
                cluster.Namespaces.RequireActive(type, api.Info.Namespace, name);
            }

            return cluster.Store.TryCreate(type, value);
        }) ?? throw StatusAnswers.AlreadyExists(type, name);
        if (type == cluster.Catalog.Namespaces)
        {
            cluster.Namespaces.Furnish(name);
        }

        await Answer.ObjectAsync(api.Http, 201, type, created);
    }
}
