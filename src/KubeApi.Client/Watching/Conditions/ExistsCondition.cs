namespace KubeApi.Client.Watching.Conditions;

/// <summary>An object exists.</summary>
public sealed class ExistsCondition : IWaitCondition
{
    /// <inheritdoc/>
    public bool AllowsDeletion => true;

    /// <inheritdoc/>
    public bool DependsOnTime => false;

    /// <inheritdoc/>
    public WaitResult Evaluate(AwaitedObject o, DateTimeOffset now) => o.Exists ? WaitResult.Met : ReadyCondition.Absent;

    /// <inheritdoc/>
    public override string ToString() => "Exists";
}
