using System.Diagnostics;
using System.Text.Json;

namespace KubeApi.Benchmarks.Children;

/// <summary>A full PowerShell in its own process, with a kubeconfig.</summary>
internal sealed class PwshProcess(string pwsh, string kubeConfig)
{
    /// <summary>Loads the module that users install.</summary>
    public static string Import { get; } = $"Import-Module '{CompiledPwsh.ModulePath}'";

    public IReadOnlyDictionary<string, string?> Environment { get; init; } = new Dictionary<string, string?>();

    public Process Start(string script)
    {
        var start = new ProcessStartInfo(pwsh, ["-NoProfile", "-NonInteractive", "-Command", script]) { RedirectStandardOutput = true };
        start.Environment["KUBECONFIG"] = kubeConfig;
        foreach (var (name, value) in Environment)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    /// <summary>Runs a pipeline once in a new process, whose start and set-up are not measured (except for the peak).</summary>
    /// <param name="setup">The script before it, which is not measured.</param>
    /// <param name="pipeline">Its last output is the number of objects.</param>
    public async Task<Sample> MeasureAsync(string setup, string pipeline)
    {
        using var process = Start($$"""
            $ErrorActionPreference = 'Stop'
            {{setup}}
            $self = [Diagnostics.Process]::GetCurrentProcess()
            $cpu = $self.TotalProcessorTime.TotalSeconds
            $allocated = [GC]::GetTotalAllocatedBytes()
            $watch = [Diagnostics.Stopwatch]::StartNew()
            $items = {{pipeline}}
            $seconds = $watch.Elapsed.TotalSeconds
            $allocated = [GC]::GetTotalAllocatedBytes() - $allocated
            $self.Refresh()
            $child = '{{typeof(ChildUsage).FullName}}' -as [type]
            @{
                Seconds = $seconds; FirstSeconds = 0; Allocated = $allocated; Peak = $self.PeakWorkingSet64; Received = 0; Body = 0; Items = $items
                CpuSeconds = $self.TotalProcessorTime.TotalSeconds - $cpu + $(if ($child) { $child::CpuSeconds } else { 0 })
                ChildPeak = if ($child) { $child::Peak } else { 0 }
            } | ConvertTo-Json -Compress
            """);
        var output = await process.StandardOutput.ReadToEndAsync();
        return output.Split('\n').LastOrDefault(line => line.StartsWith('{')) is { } line
            ? JsonSerializer.Deserialize<Sample>(line)!
            : throw new InvalidOperationException("A pwsh that was to be measured failed; its error stands above.");
    }
}
