namespace KubeApi.Client.Workloads;

/// <summary>Amounts of CPU and memory.</summary>
/// <param name="Cpu">In cores; null for none.</param>
/// <param name="Memory">In bytes; null for none.</param>
public readonly record struct ResourceAmounts(decimal? Cpu, decimal? Memory);
