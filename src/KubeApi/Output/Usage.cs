using KubeApi.Client.Workloads;
using KubeApi.Session;

namespace KubeApi.Output;

/// <summary>The CPU and memory that a pod, a container or a node uses, with the percentages of its requests, limits or allocatable amounts.</summary>
public sealed class Usage
{
    internal Usage(KubeApiSession session, ResourceUsage usage)
    {
        (Session, Namespace, Name, Container, Measured) = (session.Name, usage.Namespace, usage.Name, usage.Container, usage.Time?.LocalDateTime);
        (Cpu, Memory) = (usage.Used.Cpu, (long?)usage.Used.Memory);
        (CpuRequest, MemoryRequest) = (usage.Requests.Cpu, (long?)usage.Requests.Memory);
        (CpuLimit, MemoryLimit) = (usage.Limits.Cpu, (long?)usage.Limits.Memory);
        (CpuAllocatable, MemoryAllocatable) = (usage.Allocatable.Cpu, (long?)usage.Allocatable.Memory);
    }

    /// <summary>The namespace; empty for a node.</summary>
    public string Namespace { get; }

    /// <summary>The name of the pod or node.</summary>
    public string Name { get; }

    /// <summary>The container; empty for a whole pod, and for a node.</summary>
    public string Container { get; }

    /// <summary>The CPU, in cores; null if the server sent no valid quantity.</summary>
    public decimal? Cpu { get; }

    /// <summary>The memory, in bytes; null if the server sent no valid quantity.</summary>
    public long? Memory { get; }

    /// <summary>The requested CPU, in cores; null for none.</summary>
    public decimal? CpuRequest { get; }

    /// <summary>The limit of the CPU, in cores; null for none.</summary>
    public decimal? CpuLimit { get; }

    /// <summary>The allocatable CPU of a node, in cores; null for a pod.</summary>
    public decimal? CpuAllocatable { get; }

    /// <summary>The requested memory, in bytes; null for none.</summary>
    public long? MemoryRequest { get; }

    /// <summary>The limit of the memory, in bytes; null for none.</summary>
    public long? MemoryLimit { get; }

    /// <summary>The allocatable memory of a node, in bytes; null for a pod.</summary>
    public long? MemoryAllocatable { get; }

    /// <summary>The CPU in percent of the requested CPU; null for none.</summary>
    public int? CpuRequestPercent => Percent(Cpu, CpuRequest);

    /// <summary>The CPU in percent of its limit; null for none.</summary>
    public int? CpuLimitPercent => Percent(Cpu, CpuLimit);

    /// <summary>The CPU in percent of the allocatable amount of the node; null for a pod.</summary>
    public int? CpuAllocatablePercent => Percent(Cpu, CpuAllocatable);

    /// <summary>The memory in percent of the requested memory; null for none.</summary>
    public int? MemoryRequestPercent => Percent(Memory, MemoryRequest);

    /// <summary>The memory in percent of its limit; null for none.</summary>
    public int? MemoryLimitPercent => Percent(Memory, MemoryLimit);

    /// <summary>The memory in percent of the allocatable amount of the node; null for a pod.</summary>
    public int? MemoryAllocatablePercent => Percent(Memory, MemoryAllocatable);

    /// <summary>The local time of the measurement; null if unknown.</summary>
    public DateTime? Measured { get; }

    /// <summary>The name of the session.</summary>
    public string Session { get; }

    private static int? Percent(decimal? used, decimal? of) =>
        used is { } known && of > 0 ? (int)Math.Min(int.MaxValue, Math.Round(100 * known / of.Value)) : null;
}
