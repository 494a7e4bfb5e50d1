namespace KubeApi.Client.Watching;

/// <summary>What an object is waited for to become. Its string is what the user wrote: <c>Condition=Available</c>.</summary>
public interface IWaitCondition
{
    /// <summary>Whether an object that was deleted meets it, or is awaited to appear again; any other condition fails then.</summary>
    bool AllowsDeletion { get; }

    /// <summary>Whether the result can change while the object does not.</summary>
    bool DependsOnTime { get; }

    /// <summary>How the object's latest state stands to it.</summary>
    WaitResult Evaluate(AwaitedObject o, DateTimeOffset now);
}
