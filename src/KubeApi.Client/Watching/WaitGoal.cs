namespace KubeApi.Client.Watching;

/// <summary>The goal of a wait: conditions, all of them at the same time or any of them. Pure.</summary>
/// <param name="Conditions">The conditions, at least one.</param>
public sealed record WaitGoal(IReadOnlyList<IWaitCondition> Conditions)
{
    /// <summary>Whether one of the conditions is enough.</summary>
    public bool Any { get; init; }

    /// <summary>Whether the wait for an object ends once its conditions are no longer expected to be met.</summary>
    public bool FailsFast { get; init; } = true;

    /// <summary>Whether the goal is only the deletion of objects, so objects that appear later are ignored.</summary>
    public bool IsDeletion => Conditions.All(c => c is Conditions.DeletedCondition);

    /// <summary>Whether a missing namespace ends the wait: nothing can appear in it.</summary>
    public bool NeedsNamespace => FailsFast && !Conditions.Any(c => c.AllowsDeletion);

    /// <summary>Whether the result for an object can change while the object does not.</summary>
    public bool DependsOnTime => Conditions.Any(c => c.DependsOnTime);

    /// <summary>Evaluates the goal for an object; the message is that of the first deciding condition.</summary>
    public WaitResult Evaluate(AwaitedObject o, DateTimeOffset now)
    {
        List<WaitResult> unmet = [];
        foreach (var condition in Conditions)
        {
            var result = o.IsReplaced && FailsFast && CannotFollow(condition, o) ? Deleted(o) : condition.Evaluate(o, now);
            if (result.Outcome != WaitOutcome.Met)
            {
                unmet.Add(result);
            }
            else if (Any)
            {
                return result;
            }
        }

        if (unmet.Count == 0)
        {
            return WaitResult.Met;
        }

        // With all, one condition that cannot be met fails the goal; with any, only all of them do.
        var failed = unmet.Find(r => r.Outcome == WaitOutcome.Failed);
        var isFailed = FailsFast && (Any ? unmet.TrueForAll(r => r.Outcome == WaitOutcome.Failed) : failed is not null);
        return isFailed ? failed!
            : WaitResult.Unmet(string.Join("; ", unmet.Select(r => r.Message).Distinct())) with { Advice = unmet.Find(r => r.Advice is not null)?.Advice };
    }

    /// <summary>The conditions as the user wrote them: <c>Ready and Condition=Available</c>.</summary>
    public override string ToString() => string.Join(Any ? " or " : " and ", Conditions);

    // Another object of the same name meets Exists, unless the wait is for a uid.
    private static bool CannotFollow(IWaitCondition condition, AwaitedObject o) =>
        !condition.AllowsDeletion || (o.IsIdentified && condition is Conditions.ExistsCondition);

    private static WaitResult Deleted(AwaitedObject o) =>
        WaitResult.Failed(o.Exists ? "Deleted: it was deleted, and another object now has its name" : "Deleted: it was deleted");
}
