namespace KubeApi.Client.Workloads;

/// <summary>The state of a rollout.</summary>
public enum RolloutState
{
    /// <summary>The rollout is in progress, or the controller has not observed the change yet.</summary>
    Progressing,

    /// <summary>All replicas are updated and available, and no old ones are left.</summary>
    Complete,

    /// <summary>The rollout exceeded its progress deadline.</summary>
    Failed,

    /// <summary>The strategy is OnDelete: pods are updated only when they are deleted.</summary>
    Unknown,
}
