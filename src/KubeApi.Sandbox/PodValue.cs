namespace KubeApi.Sandbox;

/// <summary>The values that differ between loaded pods, `${name}` in the recorded pods.</summary>
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
