namespace KubeApi.Client.Watching;

/// <summary>The state of an object in a wait.</summary>
public enum WaitOutcome
{
    /// <summary>It does not meet it yet.</summary>
    Unmet,

    /// <summary>It meets it.</summary>
    Met,

    /// <summary>It does not meet it, and is not expected to without a change.</summary>
    Failed,
}
