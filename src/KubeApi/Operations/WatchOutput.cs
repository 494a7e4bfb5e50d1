using System.Management.Automation;
using System.Text.Json.Nodes;
using KubeApi.Client.Json;
using KubeApi.Client.Reading;
using KubeApi.Client.Watching;
using KubeApi.Errors;
using KubeApi.Formatting;
using KubeApi.Output;
using KubeApi.Pipeline;

namespace KubeApi.Operations;

/// <summary>Makes the events that a command writes from the changes that its watches report.</summary>
/// <param name="pipeline">The command's run.</param>
/// <param name="plan">The watches.</param>
/// <param name="types">The types of events to write.</param>
/// <param name="hasSessions">Whether the command uses several sessions.</param>
internal sealed class WatchOutput(PipelineRun pipeline, WatchPlan plan, IReadOnlyCollection<WatchEventType> types, bool hasSessions)
{
    private readonly ObjectViews _views = new(ConsoleAccess.LineWidthOf(pipeline.Host));
    private readonly ViewScope _scope = plan.ScopeOf(hasSessions);
    private readonly Dictionary<WatchTarget, ObjectOrigin> _origins = [];

    // Of each watch whose first list has not ended: the names that it has not reported.
    private readonly Dictionary<WatchTarget, HashSet<string>> _missing = plan.Targets.ToDictionary(t => t.Key, t => t.Value.Exact.Keys.ToHashSet());

    /// <summary>Compares each object with its last state; null if the events have no changes.</summary>
    public ChangeHistory? History { get; init; }

    /// <summary>Whether to omit the objects that exist when the watch begins.</summary>
    public bool NewOnly { get; init; }

    /// <summary>The event with the type name of its view.</summary>
    public PSObject Present(WatchedEvent e) => _views.Present(
        e,
        ObjectOrigin.Of(e.Object)?.Type.ApiVersion ?? "",
        _scope,
        name => EventView.OfTypes(name, hasSessions, plan.Targets.Keys.Max(t => t.Type.Kind.Length), ConsoleAccess.LineWidthOf(pipeline.Host)));

    /// <summary>
    /// The events of the selected changes. The failure of a watch is an error, a time-out during an interruption is one too, and a named object that does
    /// not exist is a warning.
    /// </summary>
    /// <param name="watches">The watches.</param>
    /// <param name="timeout">When all of them end; null for never.</param>
    public IEnumerable<WatchedEvent> Read(WatchRun watches, TimeSpan? timeout)
    {
        foreach (var (target, change, failure) in pipeline.Pull(watches.RunAsync(plan, timeout)))
        {
            if (failure is not null)
            {
                pipeline.Report(target.ToString(), target.Session, target.Explain(failure));
            }
            else if (change.EndsList)
            {
                WarnOfMissing(target);
            }
            else if (plan.Targets[target].Contains(change.Item.Key.Name))
            {
                var exists = _missing.TryGetValue(target, out var missing);
                missing?.Remove(change.Item.Key.Name);
                // The next change is compared with this one, even if this one is not written.
                var differences = History?.Compare(target, change.Type, change.Item.Key, change.Item.Value.Json);
                if (types.Contains(change.Type) && !(NewOnly && exists))
                {
                    yield return ToEvent(target, change, differences);
                }
            }
        }

        foreach (var target in plan.Targets.Keys)
        {
            if (watches.InterruptionOf(target) is { } interruption)
            {
                pipeline.Report(target.ToString(), target.Session, InterruptionMessages.Ended(target.ToString(), interruption, target.Session));
            }
        }
    }

    private void WarnOfMissing(WatchTarget target)
    {
        if (_missing.Remove(target, out var missing))
        {
            foreach (var name in missing)
            {
                var absent = target.IsInAnyNamespace ? $"{target.Type.Kind}/{name} does not exist in any namespace" : $"{target.ToObject(name)} does not exist";
                pipeline.Host.WriteWarning($"{absent} yet; waiting for it.");
            }
        }
    }

    private WatchedEvent ToEvent(WatchTarget target, in WatchEvent<ListItem> change, IList<ObjectDifference>? differences)
    {
        var (session, type) = (target.Session, target.Type);
        if (!_origins.TryGetValue(target, out var origin))
        {
            _origins.Add(target, origin = new ObjectOrigin(session, type));
        }

        var item = change.Item.Value is { Json: not null } known ? known : new ListItem(Identity(change.Item));
        return new WatchedEvent(
            change.Type, ApiObject.Create(item, origin), type.Kind, change.Item.Key, session, session.Clock.GetLocalNow().LocalDateTime)
        {
            Change = differences is null ? null : new DifferenceCollection(differences),
        };
    }

    private static byte[] Identity(in WatchedObject<ListItem> item)
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
