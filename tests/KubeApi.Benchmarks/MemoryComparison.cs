using System.Globalization;
using KubeApi.Benchmarks.Children;
using KubeApi.Benchmarks.Reports;
using KubeApi.Benchmarks.Servers;

namespace KubeApi.Benchmarks;

/// <summary>Checks that memory does not grow with the length of a list: few and many pods alternately, filtered and counted, each time in a new pwsh.</summary>
internal sealed class MemoryComparison(BenchmarkOptions options, string pwsh, Targets targets)
{
    private const string Setup = "; $null = Connect-KubeApi";
    private const string Pipeline = $"(Get-KubeApiObject pods -AllNamespaces | {PwshComparison.Filter} | Measure-Object).Count";

    public async Task RunAsync()
    {
        var servers = new List<SandboxProcess>();
        try
        {
            foreach (var pods in options.Pods)
            {
                servers.Add(await SandboxProcess.StartAsync(pods));
            }

            var peaks = servers.ConvertAll(_ => new List<double>());
            for (var round = 0; round < options.Rounds; round++)
            {
                for (var i = 0; i < servers.Count; i++)
                {
                    peaks[i].Add((await new PwshProcess(pwsh, servers[i].KubeConfig).MeasureAsync(PwshProcess.Import + Setup, Pipeline)).Peak / 1e6);
                }
            }

            Report(options.Pods.Zip(peaks.Select(peak => peak.Median())).ToDictionary(peak => peak.First, peak => peak.Second));
        }
        finally
        {
            servers.ForEach(server => server.Dispose());
        }
    }

    private void Report(Dictionary<int, double> peaks)
    {
        System.Console.WriteLine("| filtered and counted, a new pwsh each | peak MB |\n| --- | --: |");
        foreach (var (pods, peak) in peaks)
        {
            System.Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {pods:N0} pods | {peak:0} |"));
        }

        if (peaks.TryGetValue(1_000, out var few) && peaks.TryGetValue(100_000, out var many))
        {
            targets.AtMost(60, " MB", many - few, "peak memory, 100,000 pods over 1,000 (pwsh)");
        }

        if (peaks.TryGetValue(10_000, out var usual))
        {
            targets.AtMost(220, " MB", usual, "peak memory of a pwsh that filtered 10,000 pods");
        }
    }
}
