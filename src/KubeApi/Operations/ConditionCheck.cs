using KubeApi.Client.Watching;
using KubeApi.Client.Watching.Conditions;
using KubeApi.Errors;
using KubeApi.Pipeline;

namespace KubeApi.Operations;

/// <summary>Warns of condition types that may be misspelled: the object has conditions, but none of that type. Once for each type of a kind.</summary>
/// <param name="pipeline">The command's run.</param>
/// <param name="goal">The goal of the wait.</param>
internal sealed class ConditionCheck(PipelineRun pipeline, WaitGoal goal)
{
    private readonly List<StatusCondition> _conditions = [.. goal.Conditions.OfType<StatusCondition>()];
    private readonly HashSet<(string Type, StatusCondition Condition)> _known = [];

    /// <summary>Checks the conditions of an object that does not meet the goal yet.</summary>
    public void Check(AwaitedObject o)
    {
        foreach (var condition in _conditions)
        {
            if (o.Exists && condition.FindOtherTypes(o) is { Count: > 0 } types && _known.Add((o.Type.FullName, condition)))
            {
                pipeline.Host.WriteWarning(WaitMessages.UnknownCondition($"{o}", condition.Type, types));
            }
        }
    }
}
