using KubeApi.Sandbox.Containers;
using KubeApi.Sandbox.Json;
using KubeApi.Sandbox.Runtime;
using KubeApi.Sandbox.Store;
using KubeApi.Sandbox.Types;

namespace KubeApi.Sandbox.Streams;

/// <summary>The access of tests to the containers' logs, processes and connections.</summary>
public sealed class PodStreams
{
    private readonly ObjectStore _store;
    private readonly ResourceCatalog _catalog;
    private readonly SandboxClock _clock;
    private readonly StreamGate _gate;
    private readonly ContainerProcesses _processes;
    private readonly PodPorts _ports;

    internal PodStreams(ObjectStore store, ResourceCatalog catalog, SandboxClock clock, StreamGate gate, ContainerProcesses processes, PodPorts ports) =>
        (_store, _catalog, _clock, _gate, _processes, _ports) = (store, catalog, clock, gate, processes, ports);

    /// <summary>The faults of the streams that are opened from now on.</summary>
    public StreamFlow Flow
    {
        get => _gate.Flow;
        set => _gate.Flow = value;
    }

    /// <summary>Resets the connections of all open streams.</summary>
    public void Cut() => _gate.Cut();

    /// <summary>
    /// Handles processes: the commands of exec and the main processes of containers. The handler returns null for a process that it does not handle,
    /// or a task that ends with the exit code. A later handler takes precedence.
    /// </summary>
    public void OnExec(Func<ContainerProcess, Task<int>?> handler) => _processes.Handle(handler);

    /// <summary>
    /// Handles connections to ports of pods, by port-forward and proxies. The handler returns null for a connection that it does not handle, or a task
    /// that ends with it. It replaces the one before.
    /// </summary>
    public void OnConnect(Func<ContainerConnection, Task?> handler) => _ports.Handler = handler;

    /// <summary>Writes a line, or several, to the log of a container.</summary>
    /// <param name="container">Null for the first container.</param>
    /// <exception cref="ArgumentException">The pod or the container does not exist, or has not started.</exception>
    public void WriteLog(string @namespace, string pod, string text, string? container = null, bool isError = false) =>
        WriteLog(@namespace, pod, Encoding.UTF8.GetBytes(text + "\n"), container, isError);

    /// <summary>Writes bytes to the log of a container: of several lines, or of a part of one.</summary>
    /// <inheritdoc cref="WriteLog(string, string, string, string, bool)"/>
    public void WriteLog(string @namespace, string pod, ReadOnlyMemory<byte> output, string? container = null, bool isError = false) =>
        Find(@namespace, pod, container).Log.Write(_clock.GetUtcNow(), output, isError);

    /// <summary>Rotates the log of a container: later requests get only lines that are written from now on.</summary>
    /// <inheritdoc cref="WriteLog(string, string, string, string, bool)"/>
    public void RotateLog(string @namespace, string pod, string? container = null) => Find(@namespace, pod, container).Log.Rotate();

    /// <summary>Ends the containers of a pod, or one of them, with an exit code.</summary>
    /// <exception cref="ArgumentException">The pod or the container does not exist, or is not running.</exception>
    internal void Kill(string @namespace, string name, string? container, int exitCode)
    {
        if (_store.Get(_catalog.Pods, @namespace, name)?.ToNode() is not { } pod || !_processes.Kill(pod, container, exitCode))
        {
            throw new ArgumentException($"Pod '{name}' in namespace '{@namespace}' has no running container{Quoted(container)}.");
        }
    }

    private ContainerRun Find(string @namespace, string name, string? container)
    {
        var pod = _store.Get(_catalog.Pods, @namespace, name)?.ToNode();
        var first = ((pod?.At("spec.containers") as JsonArray)?[0] as JsonObject)?.StringAt("name");
        return pod is not null && _processes.Find(pod, container ?? first!) is { } run
            ? run
            : throw new ArgumentException($"Pod '{name}' in namespace '{@namespace}' has no started container{Quoted(container)}.");
    }

    private static string Quoted(string? container) => container is null ? "" : $" '{container}'";
}
