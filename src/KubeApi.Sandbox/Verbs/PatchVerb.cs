using KubeApi.Sandbox.Discovery;
using KubeApi.Sandbox.Errors;
using KubeApi.Sandbox.Http;

namespace KubeApi.Sandbox.Verbs;

internal sealed class PatchVerb(Cluster cluster) : IVerb
{
    private readonly Updater _updater = new(cluster);
    private readonly Creator _creator = new(cluster);
    private readonly Changes _changes = new(cluster);

    public async Task AnswerAsync(ApiRequest api, ResourceType type)
    {
        AcceptHeader.RequireJson(api.Http.Request);
        if (Changes.IsApply(api) && cluster.Store.Get(type, api.Info.Namespace, api.Info.Name) is null)
        {
            await CreateAsync(api, type);
            return;
        }

        var change = await _changes.ReadAsync(api, type);
        var patched = _updater.Update(type, api.Info.Namespace, api.Info.Name, api.IsDryRun, change, ObjectRules.PrepareUpdate);
        await Answer.ObjectAsync(api.Http, 200, type, patched);
    }

    // To apply what is not there is to create it, and takes the right to.
    private async Task CreateAsync(ApiRequest api, ResourceType type)
    {
        var apply = await _changes.ReadApplyAsync(api, type);
        var access = api.Info.ToAccess() with { Verb = "create" };
        var decision = cluster.Authorizer.Decide(api.User, access);
        if (!decision.IsAllowed)
        {
            throw StatusAnswers.Forbidden(access, api.User.Name, decision.Reason);
        }

        _creator.RequireNamespace(api, type, api.Info.Name);
        var value = apply(null);
        ObjectRules.CheckName(value, api.Info.Name);
        ObjectRules.Place(type, value, api.Info.Namespace);
        await _creator.CreateAsync(api, type, value);
    }
}
