using System.Text.Json.Nodes;
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
        Func<JsonObject, JsonObject> change;
        if (Changes.IsApply(api))
        {
            var apply = await _changes.ReadApplyAsync(api, type);
            if (cluster.Store.Get(type, api.Info.Namespace, api.Info.Name) is null && await TryCreateAsync(api, type, apply(null)))
            {
                return;
            }

            change = current => apply(current);
        }
        else
        {
            change = await _changes.ReadAsync(api, type);
        }

        var patched = _updater.Update(api, type, change, ObjectRules.PrepareUpdate);
        await Answer.ObjectAsync(api.Http, 200, type, patched);
    }

    // To apply what is not there is to create it, and takes the right to. False if somebody else has created it meanwhile.
    private async Task<bool> TryCreateAsync(ApiRequest api, ResourceType type, JsonObject value)
    {
        var access = api.Info.ToAccess() with { Verb = "create" };
        var decision = cluster.Authorizer.Decide(api.User, access);
        if (!decision.IsAllowed)
        {
            throw StatusAnswers.Forbidden(access, api.User.Name, decision.Reason);
        }

        ObjectRules.CheckName(value, api.Info.Name);
        _creator.Enter(api, type, value);
        ObjectRules.Place(type, value, api.Info.Namespace);
        try
        {
            await _creator.CreateAsync(api, type, value);
            return true;
        }
        catch (StatusException exception) when (exception.Status.Reason == "AlreadyExists")
        {
            return false;
        }
    }
}
