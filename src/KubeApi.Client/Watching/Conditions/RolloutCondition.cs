using System.Text.Json.Nodes;
using KubeApi.Client.Json;
using KubeApi.Client.Workloads;

namespace KubeApi.Client.Watching.Conditions;

/// <summary>The rollout of a Deployment, StatefulSet or DaemonSet is complete, in kubectl's words (<see cref="RolloutStatus"/>).</summary>
public sealed class RolloutCondition : IWaitCondition
{
    /// <inheritdoc/>
    public bool AllowsDeletion => false;

    /// <inheritdoc/>
    public bool DependsOnTime => false;

    /// <inheritdoc/>
    public WaitResult Evaluate(AwaitedObject o, DateTimeOffset now)
    {
        if (o.Item is not { Json: var json })
        {
            return ReadyCondition.Absent;
        }

        var status = RolloutStatus.Of(o.Type.Kind, (JsonObject)JsonNodes.Parse(json)!);
        return status.State switch
        {
            RolloutState.Complete => WaitResult.Met,
            RolloutState.Progressing => WaitResult.Unmet(status.Message),
            _ => WaitResult.Failed(status.Message),
        };
    }

    /// <inheritdoc/>
    public override string ToString() => "rollout complete";
}
