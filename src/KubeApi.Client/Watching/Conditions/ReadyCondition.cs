using KubeApi.Client.Workloads;

namespace KubeApi.Client.Watching.Conditions;

/// <summary>An object is ready, as its kind defines it (<see cref="ObjectReadiness"/>).</summary>
public sealed class ReadyCondition : IWaitCondition
{
    /// <inheritdoc/>
    public bool AllowsDeletion => false;

    /// <inheritdoc/>
    public bool DependsOnTime => true;

    /// <inheritdoc/>
    public WaitResult Evaluate(AwaitedObject o, DateTimeOffset now)
    {
        if (!o.Exists)
        {
            return Absent;
        }

        var status = ObjectReadiness.Of(o.Json, o.Type.Group, o.Type.Kind, now);
        var message = status.Reason.Length == 0 || status.Reason == status.Message ? status.Message : $"{status.Reason}: {status.Message}";
        return status.State switch
        {
            ObjectState.Current => WaitResult.Met,
            ObjectState.Failed => WaitResult.Failed(message),
            // A named object that was being deleted from the start is to be followed by another one.
            ObjectState.Terminating when o.IsNamed && o.WasAlive => WaitResult.Failed("Terminating: it is being deleted"),
            ObjectState.Terminating => WaitResult.Unmet("Terminating: it is being deleted"),
            _ => WaitResult.Unmet(message),
        };
    }

    /// <inheritdoc/>
    public override string ToString() => "Ready";

    internal static WaitResult Absent { get; } = WaitResult.Unmet("NotFound: it does not exist");
}
