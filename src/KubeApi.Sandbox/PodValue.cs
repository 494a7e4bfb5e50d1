namespace KubeApi.Sandbox;

/// <summary>The values that differ between loaded pods, `${name}` in the recorded pods.</summary>
internal enum PodValue
{
    Namespace,
    Name,
    Uid,
    Version,
    Phase,

    // Made up by LoadedWorkload for each pod.
    PodIP,
    HostIP,
    Node,
    Volume,
    ContainerId,
    Ready,

    // Made up once for all pods of a workload.
    Created,
    OwnerUid,
    Image,
    ImageDigest,
    Env,
    EnvFields,
}
