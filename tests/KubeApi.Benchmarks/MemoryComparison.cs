using System.Globalization;
using KubeApi.Benchmarks.Children;
using KubeApi.Benchmarks.Reports;
using KubeApi.Benchmarks.Servers;

namespace KubeApi.Benchmarks;

/// <summary>Whether a list of any length needs the same memory: few and many pods by turns, filtered and counted, each time in a new pwsh.</summary>
internal sealed class MemoryComparison(BenchmarkOptions options, string pwsh, Targets targets)
{
    private const string Setup = "; $null = Connect-KubeApi";
    private const string Pipeline = $"(Get-KubeApiObject pods -AllNamespaces | {PwshComparison.Filter} | Measure-Object).Count";

    public async Task RunAsync()
    {
        var (few, many) = (options.Pods.Min(), options.Pods.Max());
        using var small = await SandboxProcess.StartAsync(few);
        using var large = await SandboxProcess.StartAsync(many);
        var peaks = new[] { new List<double>(), new List<double>() };
        for (var round = 0; round < options.Rounds; round++)
        {
            foreach (var (sandbox, list) in new[] { small, large }.Zip(peaks))
            {
                var sample = await new PwshProcess(pwsh, sandbox.KubeConfig).MeasureAsync(PwshProcess.Import + Setup, Pipeline);
                list.Add(sample.Peak / 1e6);
            }
        }

        System.Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| filtered and counted, a new pwsh each | peak MB |\n| --- | --: |\n| {few} pods | {peaks[0].Median():0} |\n| {many} pods | "
                + $"{peaks[1].Median():0} |\n"));
        if ((few, many) == (1_000, 100_000))
        {
            targets.AtMost(60, " MB", peaks[1].Median() - peaks[0].Median(), "peak memory, 100,000 pods over 1,000 (pwsh)");
        }
    }
}
