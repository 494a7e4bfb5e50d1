namespace KubeApi.Client.Watching;

/// <summary>A condition of a wait. Its string is the user's notation: <c>Condition=Available</c>.</summary>
public interface IWaitCondition
{
    /// <summary>Whether an object that was deleted meets it, or is awaited to appear again; any other condition fails then.</summary>
    bool AllowsDeletion { get; }

    /// <summary>Whether the result can change while the object does not.</summary>
    bool DependsOnTime { get; }

    /// <summary>Evaluates the condition for the latest state of the object.</summary>
    WaitResult Evaluate(AwaitedObject o, DateTimeOffset now);
}
