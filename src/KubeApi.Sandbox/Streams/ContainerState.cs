using System.Buffers;
using System.Collections.Concurrent;
using System.IO.Pipelines;
using KubeApi.Sandbox.Containers;
using KubeApi.Sandbox.Json;

namespace KubeApi.Sandbox.Streams;

/// <summary>The in-memory state of one run of a container, besides its log.</summary>
internal sealed class ContainerState
{
    private readonly Lazy<ContainerFiles> _files;
    private readonly ContainerRun _run;
    private readonly CancellationTokenSource _ended;
    private readonly ConcurrentDictionary<int, CancellationTokenSource> _processes = [];

    // Without a limit: a write never waits.
    private readonly Pipe? _input;
    private int _lastId = 1;

    /// <param name="shutdown">Canceled when the server stops.</param>
    public ContainerState(PodVolumes volumes, ContainerRun run, CancellationToken shutdown)
    {
        _run = run;
        _files = new Lazy<ContainerFiles>(() => volumes.Mount(run));
        _input = run.Spec["stdin"]?.GetValue<bool>() == true ? new Pipe(new PipeOptions(pauseWriterThreshold: 0)) : null;
        _ended = CancellationTokenSource.CreateLinkedTokenSource(shutdown);
        run.Ended.ContinueWith(_ => _ended.Cancel(), TaskScheduler.Default);
    }

    /// <summary>How the main process ends by itself; null if it runs on.</summary>
    public ContainerExit? Exit { get; set; }

    public ContainerFiles Files => _files.Value;

    /// <summary>Canceled when the container ends.</summary>
    public CancellationToken Ended => _ended.Token;

    /// <summary>The standard input of the main process, which comes from attached clients; empty if the container has none.</summary>
    public Stream Input => _input?.Reader.AsStream() ?? Stream.Null;

    /// <summary>The environment of the container's processes, as far as the pod defines it.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Environment =>
    [
        new("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"),
        new("HOSTNAME", _run.Pod.StringAt("metadata.name") ?? ""),
        new("KUBERNETES_SERVICE_HOST", "10.0.0.1"),
        new("KUBERNETES_SERVICE_PORT", "443"),
        .. _run.Spec.ObjectsAt("env").Select(variable => KeyValuePair.Create(
            variable.StringAt("name")!,
            variable.StringAt("value") ?? _run.Pod.TextAt(variable.StringAt("valueFrom.fieldRef.fieldPath") ?? "") ?? "")),
        new("HOME", "/root"),
    ];

    /// <summary>Passes input of an attached client to the main process; null for its end, which counts if the container has stdinOnce.</summary>
    public void Feed(ReadOnlyMemory<byte>? bytes)
    {
        lock (_processes)
        {
            if (bytes is { } data)
            {
                _input?.Writer.Write(data.Span);
                _ = _input?.Writer.FlushAsync().AsTask();
            }
            else if (_run.Spec["stdinOnce"]?.GetValue<bool>() == true)
            {
                _input?.Writer.Complete();
            }
        }
    }

    /// <summary>A number for a new process, and the source of the token that ends it.</summary>
    public (int Id, CancellationTokenSource Ending) AddProcess()
    {
        var id = Interlocked.Increment(ref _lastId);
        return (id, _processes[id] = CancellationTokenSource.CreateLinkedTokenSource(Ended));
    }

    public void RemoveProcess(int id) => _processes.TryRemove(id, out _);

    /// <exception cref="IOException">The process does not exist.</exception>
    public void Kill(string id) => (int.TryParse(id, CultureInfo.InvariantCulture, out var number) && _processes.TryGetValue(number, out var process)
        ? process
        : throw new IOException("No such process")).Cancel();
}
