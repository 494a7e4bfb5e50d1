namespace KubeApi.Sandbox.Containers;

/// <summary>Plays the main process of a container.</summary>
internal interface IContainerProgram
{
    /// <summary>
    /// Called when a container starts; may write to its log. Returns how and when it ends; null if it runs until something stops it, or until
    /// <see cref="ContainerRuntime.Exit"/>. Must not block.
    /// </summary>
    ContainerExit? Start(ContainerRun run);
}
