using KubeApi.Client.Requests;

namespace KubeApi.Benchmarks.Children;

/// <summary>The work of a child process, passed as JSON.</summary>
internal sealed record WorkSpec
{
    /// <summary>raw, curl, engine, cold, watches, or a layer of the client: body, cut, objects, status, eager.</summary>
    public required string Kind { get; init; }

    public required string KubeConfig { get; init; }

    /// <summary>The script for the engine; ends with Measure-BenchmarkItem.</summary>
    public string Script { get; init; } = "";

    public int PageSize { get; init; } = 500;

    /// <summary>1.1 or 2.0.</summary>
    public string HttpVersion { get; init; } = "1.1";

    public bool Gzip { get; init; }

    /// <summary>Whether downloads request tables with embedded objects, as Get-KubeApiObject does without -NoServerPrint.</summary>
    public bool AsTable { get; init; }

    /// <summary>The media type that downloads accept.</summary>
    public string Accept => AsTable ? MediaTypes.Table : MediaTypes.Json;

    /// <summary>Whether the raw download uses the module's own connections.</summary>
    public bool OwnConnections { get; init; }

    /// <summary>Whether to run once before anything is measured.</summary>
    public bool WarmUp { get; init; } = true;
}
