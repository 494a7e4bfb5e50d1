using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using KubeApi.Benchmarks.Children;
using KubeApi.Benchmarks.Reports;
using KubeApi.Benchmarks.Servers;

namespace KubeApi.Benchmarks;

/// <summary>The same list filtered with what PowerShell has without the module, in a full pwsh.</summary>
internal sealed class PwshComparison(BenchmarkOptions options)
{
    private const string Filter = "Where-Object { $_.status.phase -eq 'Running' } | Measure-Object";

    // Pages as the others take them; the bearer token comes by the environment, the server's certificate is not checked for a number's sake.
    private const string Headers = "$headers = @{}; if ($env:BENCH_AUTH) { $headers.Authorization = $env:BENCH_AUTH }";
    private const string InvokeRestMethod = """
        & { $next = ''; do {
            $page = Invoke-RestMethod "$($env:BENCH_SERVER)api/v1/pods?limit=500$next" -UserAgent KubeApi -Headers $headers -SkipCertificateCheck -SkipHeaderValidation
            $page.items; $next = '&continue=' + $page.metadata.continue } while ($page.metadata.continue) }
        """;

    public async Task RunAsync(string kubeConfig, WorkSpec rawSpec)
    {
        var settings = Target.Read(kubeConfig);
        var authorization = (await settings.Credential.GetAsync(null, default)).Authorization;
        var ways = new List<(string Name, string Setup, string List)>
        {
            ("KubeApi", $"Import-Module '{KubeApi.Console.Hosting.Shell.ModulePath}'; $null = Connect-KubeApi", "Get-KubeApiObject pods -AllNamespaces"),
            ("Invoke-RestMethod -UserAgent KubeApi", Headers, InvokeRestMethod),
        };
        if (BenchmarkOptions.FindOnPath("kubectl") is not null)
        {
            ways.Add(("kubectl get -o json \\| ConvertFrom-Json", "", "(kubectl get pods -A -o json | ConvertFrom-Json).items"));
        }

        using var raw = await ChildProcess.StartAsync("raw", rawSpec);
        var samples = ways.ToDictionary(w => w.Name, _ => new List<Sample>());
        for (var round = 0; round < Math.Min(options.Rounds, 3); round++)
        {
            await raw.RunAsync();
            foreach (var (name, setup, list) in ways)
            {
                samples[name].Add(await RunAsync(kubeConfig, settings.Server, authorization, setup, list));
            }
        }

        if (samples.Values.SelectMany(s => s).Select(s => s.Items).Distinct().Count() != 1)
        {
            throw new InvalidOperationException("The ways found different numbers of pods: they are not to be compared.");
        }

        System.Console.WriteLine($"| filter in a full pwsh, cold, {raw.Samples[0].Body / 1e6:0} MB | wall s | × raw | allocated MB | peak MB |\n| --- | --: | --: | --: | --: |");
        foreach (var (name, runs) in samples)
        {
            var ratio = runs.Select((s, i) => s.Seconds / raw.Samples[i].Seconds).Median();
            System.Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {name} | {runs.Select(s => s.Seconds).Median():0.00} | {ratio:0.0} | {runs.Select(s => s.Allocated / 1e6).Median():0} | {runs.Select(s => s.Peak / 1e6).Median():0} |"));
        }

        System.Console.WriteLine();
    }

    private async Task<Sample> RunAsync(string kubeConfig, Uri server, string? authorization, string setup, string list)
    {
        var measured = $$"""
            $ErrorActionPreference = 'Stop'
            {{setup}}
            $watch = [Diagnostics.Stopwatch]::StartNew()
            $found = {{list}} | {{Filter}}
            $seconds = $watch.Elapsed.TotalSeconds
            @{ Seconds = $seconds; FirstSeconds = 0; CpuSeconds = [Environment]::CpuUsage.TotalTime.TotalSeconds; Allocated = [GC]::GetTotalAllocatedBytes()
               Peak = [Diagnostics.Process]::GetCurrentProcess().PeakWorkingSet64; Received = 0; Body = 0; Items = $found.Count } | ConvertTo-Json -Compress
            """;
        var start = new ProcessStartInfo(options.Pwsh!, ["-NoProfile", "-NonInteractive", "-Command", measured]) { RedirectStandardOutput = true };
        start.Environment["KUBECONFIG"] = kubeConfig;
        start.Environment["BENCH_SERVER"] = server.AbsoluteUri;
        start.Environment["BENCH_AUTH"] = authorization;
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync();
        return JsonSerializer.Deserialize<Sample>(output.Split('\n').Last(line => line.StartsWith('{')))!;
    }
}
