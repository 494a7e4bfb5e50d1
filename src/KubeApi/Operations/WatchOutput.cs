using System.Management.Automation;
using System.Text.Json;
using System.Text.Json.Nodes;
using KubeApi.Binding;
using KubeApi.Client.Errors;
using KubeApi.Client.Json;
using KubeApi.Client.Watching;
using KubeApi.Output;
using KubeApi.Pipeline;

namespace KubeApi.Operations;

/// <summary>Makes the events that a command writes from the changes that its watches report.</summary>
/// <param name="pipeline">The command's run.</param>
/// <param name="plan">The watches.</param>
/// <param name="patterns">The names to report, as patterns beside the plan's exact ones.</param>
/// <param name="types">The types of events to write.</param>
internal sealed class WatchOutput(PipelineRun pipeline, WatchPlan plan, ObjectNames patterns, IReadOnlyCollection<WatchEventType> types)
{
    private readonly Dictionary<WatchTarget, ObjectOrigin> _origins = [];

    /// <summary>The events of the changes that are wanted. The failure of a watch is written as an error.</summary>
    public IEnumerable<WatchedEvent> Read(IAsyncEnumerable<WatchedChange> changes)
    {
        foreach (var (target, change, failure) in pipeline.Pull(changes))
        {
            if (failure is not null)
            {
                pipeline.Report(target.ToString(), target.Session, failure);
            }
            else if (types.Contains(change.Type) && IsWanted(target, change.Item.Key.Name))
            {
                yield return ToEvent(target, change);
            }
        }
    }

    private bool IsWanted(WatchTarget target, string name) =>
        plan.Targets[target] is not { } names || names.Contains(name) || (patterns.Patterns.Count > 0 && patterns.Match(name));

    private WatchedEvent ToEvent(WatchTarget target, in WatchEvent<Client.Reading.ListItem> change)
    {
        var (session, type) = (target.Session, target.Type);
        if (!_origins.TryGetValue(target, out var origin))
        {
            _origins.Add(target, origin = new ObjectOrigin(session, type));
        }

        var json = change.Item.Value.Json ?? Identity(change.Item);
        try
        {
            var o = ApiObject.Create(new JsonSource(json, session.Names, ShowManagedFields: false), origin, type.ApiVersion, type.Kind);
            return new WatchedEvent(change.Type, PSObject.AsPSObject(o), type.Kind, change.Item.Key, session, session.Clock.GetLocalNow().DateTime);
        }
        catch (JsonException e)
        {
            throw new KubeApiException(FailureKind.InvalidAnswer, $"The watch of {target} sent an object that is not valid JSON.", e);
        }
    }

    private static byte[] Identity(in WatchedObject<Client.Reading.ListItem> item)
    {
        var metadata = new JsonObject { ["name"] = item.Key.Name };
        if (item.Key.Namespace.Length > 0)
        {
            metadata["namespace"] = item.Key.Namespace;
        }

        metadata["uid"] = item.Uid;
        return JsonNodes.Write(new JsonObject { ["metadata"] = metadata });
    }
}
