using KubeApi.Sandbox.Auth;
using KubeApi.Sandbox.Faults;
using KubeApi.Sandbox.Flow;

namespace KubeApi.Sandbox;

/// <summary>How a sandbox starts.</summary>
public sealed record SandboxOptions
{
    /// <summary>How many pods fill the namespace `load`.</summary>
    public int LoadPods { get; init; }

    /// <summary>A file or a folder with what is there at start: manifests, or a state that was saved with `GET /sandbox/state`.</summary>
    public string? State { get; init; }

    /// <summary>How lists flow from the start on.</summary>
    public ListFlow Lists { get; init; } = new();

    /// <summary>When watches end before their time.</summary>
    public WatchFlow Watches { get; init; } = new();

    /// <summary>How the bodies of answers drip; null if they flow.</summary>
    public Drip? Drip { get; init; }

    /// <summary>Bytes of the chunks of bodies, and of the TLS records that carry them: a real server's have 4 KB. 0 for as many as are there.</summary>
    public int ChunkSize { get; init; } = 4096;

    /// <summary>What goes wrong with the first requests that fit.</summary>
    public IReadOnlyList<Fault> Faults { get; init; } = [];

    /// <summary>Whether the controllers wait until they are let go.</summary>
    public bool AreControllersHeld { get; init; }

    /// <summary>The version from which on objects are numbered.</summary>
    public long FirstVersion { get; init; } = 1;

    /// <summary>The certificate that is presented at first.</summary>
    public CertificateKind Certificate { get; init; }

    /// <summary>Where kubeconfig, certificates and tokens are written; a new temporary folder by default. Removed at the end in either case.</summary>
    public string? Folder { get; init; }

    /// <summary>The HTTPS port on 127.0.0.1; 0 for any free one.</summary>
    public int Port { get; init; }

    /// <summary>The plain HTTP port on 127.0.0.1; 0 for any free one.</summary>
    public int ProxyPort { get; init; }

    /// <summary>How many writes per resource are remembered for watches and continue tokens.</summary>
    public int HistoryLimit { get; init; } = 2000;

    /// <summary>How many bytes of objects are remembered per resource, whatever the number of writes.</summary>
    public long HistoryBytes { get; init; } = 64L * 1024 * 1024;

    /// <summary>How often a watch that asked for bookmarks gets one.</summary>
    public TimeSpan BookmarkInterval { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>The clock of timestamps and token lifetimes.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}
