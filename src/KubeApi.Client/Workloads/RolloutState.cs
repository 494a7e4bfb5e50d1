namespace KubeApi.Client.Workloads;

/// <summary>How far a rollout has come.</summary>
public enum RolloutState
{
    /// <summary>It is under way, or the controller has not seen the change yet.</summary>
    Progressing,

    /// <summary>What is wanted is there, and nothing else.</summary>
    Complete,

    /// <summary>It did not get on within its progress deadline.</summary>
    Failed,

    /// <summary>Nobody can tell: pods are updated when somebody deletes them (OnDelete).</summary>
    Untold,
}
