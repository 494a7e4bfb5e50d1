namespace KubeApi.Sandbox;

/// <summary>What differs from one loaded pod to another; stands as `${name}` in the recorded pods.</summary>
internal enum PodValue
{
    // What the object itself knows.
    Namespace,
    Name,
    Uid,
    Version,
    Phase,

    // What LoadedWorkload makes up, each pod for itself …
    PodIP,
    HostIP,
    Node,
    Volume,
    ContainerId,
    Ready,

    // … and for all pods of a workload.
    Created,
    OwnerUid,
    Image,
    ImageDigest,
    Env,
    EnvFields,
}
