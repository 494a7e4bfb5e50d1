using KubeApi.Sandbox.Auth;
using KubeApi.Sandbox.Faults;
using KubeApi.Sandbox.Flow;

namespace KubeApi.Sandbox;

/// <summary>The options of a sandbox.</summary>
public sealed record SandboxOptions
{
    /// <summary>The number of pods in the namespace `load`.</summary>
    public int LoadPods { get; init; }

    /// <summary>A file or a folder with the initial objects: manifests, or a state that was saved with `GET /sandbox/state`.</summary>
    public string? State { get; init; }

    /// <summary>The initial flow of lists.</summary>
    public ListFlow Lists { get; init; } = new();

    /// <summary>When watches end early.</summary>
    public WatchFlow Watches { get; init; } = new();

    /// <summary>How the bodies of responses drip; null for full speed.</summary>
    public Drip? Drip { get; init; }

    /// <summary>The size of body chunks and their TLS records in bytes: 4 KB in a real server. 0 for no limit.</summary>
    public int ChunkSize { get; init; } = 4096;

    /// <summary>The initial faults.</summary>
    public IReadOnlyList<Fault> Faults { get; init; } = [];

    /// <summary>Whether the controllers are held.</summary>
    public bool AreControllersHeld { get; init; }

    /// <summary>Whether the controllers of workloads, the scheduler and the kubelet are paused at the start.</summary>
    public bool AreWorkloadsHeld { get; init; }

    /// <summary>Whether metrics.k8s.io is served, as by a metrics-server.</summary>
    public bool HasMetrics { get; init; } = true;

    /// <summary>Seconds that a container takes to start, to become ready, to do its work and to end; 0 for no time.</summary>
    public double Pace { get; init; }

    /// <summary>The first version of objects.</summary>
    public long FirstVersion { get; init; } = 1;

    /// <summary>The initial certificate.</summary>
    public CertificateKind Certificate { get; init; }

    /// <summary>Where kubeconfig, certificates and tokens are written; a new temporary folder by default. Removed at the end in either case.</summary>
    public string? Folder { get; init; }

    /// <summary>The file that the kubeconfig is written to, which must not exist; null for a file in the folder. Removed at the end.</summary>
    public string? KubeConfig { get; init; }

    /// <summary>The HTTPS port on 127.0.0.1; 0 for any free one.</summary>
    public int Port { get; init; }

    /// <summary>The plain HTTP port on 127.0.0.1; 0 for any free one.</summary>
    public int ProxyPort { get; init; }

    /// <summary>The number of writes per resource in the history for watches and continue tokens.</summary>
    public int HistoryLimit { get; init; } = 2000;

    /// <summary>The size of the history per resource in bytes of objects.</summary>
    public long HistoryBytes { get; init; } = 64L * 1024 * 1024;

    /// <summary>The interval of bookmarks.</summary>
    public TimeSpan BookmarkInterval { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>The clock of timestamps and token lifetimes.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}
