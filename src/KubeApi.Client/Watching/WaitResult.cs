namespace KubeApi.Client.Watching;

/// <summary>The state of an object in a wait, with the reason.</summary>
/// <param name="Outcome">The state.</param>
/// <param name="Message">The reason why it is not met: <c>LessReady: Ready: 1/3</c>; empty if it is met.</param>
public sealed record WaitResult(WaitOutcome Outcome, string Message)
{
    /// <summary>The correction of a condition that may be misspelled; null for none.</summary>
    public string? Advice { get; init; }

    /// <summary>The condition is met.</summary>
    public static WaitResult Met { get; } = new(WaitOutcome.Met, "");

    /// <summary>The condition is not met yet.</summary>
    public static WaitResult Unmet(string message) => new(WaitOutcome.Unmet, message);

    /// <summary>The condition is not met, and is not expected to be.</summary>
    public static WaitResult Failed(string message) => new(WaitOutcome.Failed, message);
}
