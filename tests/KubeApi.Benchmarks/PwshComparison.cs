using System.Globalization;
using KubeApi.Benchmarks.Children;
using KubeApi.Benchmarks.Reports;
using KubeApi.Benchmarks.Servers;

namespace KubeApi.Benchmarks;

/// <summary>The same list with the means of PowerShell without the module, each time in a new pwsh.</summary>
/// <remarks>
/// All request the same pages over HTTP/1.1; the others cannot prefetch the next one. Invoke-RestMethod always accepts gzip: so the sandbox
/// does not compress, and from a cluster all accept it. The run fails if a download differs from the raw one.
/// </remarks>
internal sealed class PwshComparison(int rounds, string pwsh)
{
    public const string Filter = "Where-Object { $_.status.phase -eq 'Running' }";
    public const string ToJson = "ForEach-Object { ConvertTo-Json -InputObject $_ -Depth 100 -Compress }";

    // The bearer token is in the environment; the benchmark skips the certificate check.
    private const string Headers = "$headers = @{}; if ($env:BENCH_AUTH) { $headers.Authorization = $env:BENCH_AUTH }";
    private const string InvokeRestMethod = """
        & { $next = ''; do {
            $page = Invoke-RestMethod "$($env:BENCH_SERVER)api/v1/pods?limit=500$next" -UserAgent KubeApi -Headers $headers -SkipCertificateCheck -SkipHeaderValidation
            $page.items; $next = '&continue=' + $page.metadata.continue } while ($page.metadata.continue) }
        """;

    public static string Head(string task) => $"""
        | pods | {task}, a new pwsh each | wall s | × raw | CPU s/GB | allocated MB | peak MB | peak of a child MB | received MB |
        | --- | --- | --: | --: | --: | --: | --: | --: | --: |
        """;

    public async Task<string> RunAsync(WorkSpec rawSpec, string pods, string pipeline)
    {
        var ways = Approaches();
        var process = await PwshAsync(rawSpec.KubeConfig);
        using var sent = new SentBytes(rawSpec.KubeConfig);
        using var raw = await ChildProcess.StartAsync("raw", rawSpec);
        var (rawSamples, samples) = (new List<Sample>(), ways.Select(_ => new List<Sample>()).ToList());
        for (var round = 0; round < Math.Min(rounds, 3); round++)
        {
            rawSamples.Add(await CountAsync(sent, raw.RunAsync));
            for (var i = 0; i < ways.Count; i++)
            {
                samples[i].Add(await CountAsync(sent, () => process.MeasureAsync(ways[i].Setup, $"({ways[i].List} | {pipeline} | Measure-Object).Count")));
            }
        }

        if (samples.SelectMany(s => s).Select(s => s.Items).Distinct().Count() != 1)
        {
            throw new InvalidOperationException("The ways found different numbers of pods: they are not to be compared.");
        }

        // The sandbox does not count what it sends.
        if (rawSamples[0].Received > 0)
        {
            SameBytes.Check([("raw", rawSamples[0].Received), .. samples.SelectMany((s, i) => s.Select(sample => (ways[i].Name, (double)sample.Received)))]);
        }

        return string.Join('\n', ways.Select((way, i) => Row(pods, way.Name, samples[i], rawSamples)));
    }

    private static string Row(string pods, string name, List<Sample> samples, List<Sample> raw) => string.Create(
        CultureInfo.InvariantCulture,
        $"| {pods} | {name} | {samples.Select(s => s.Seconds).Median():0.00} | {samples.Zip(raw, (s, r) => s.Seconds / r.Seconds).Median():0.0} | "
            + $"{samples.Select(s => s.CpuSeconds / (raw[0].Body / 1e9)).Median():0.0} | {samples.Select(s => s.Allocated / 1e6).Median():0} | "
            + $"{samples.Select(s => s.Peak / 1e6).Median():0} | {samples.Select(s => s.ChildPeak / 1e6).Median():0} | "
            + $"{samples.Select(s => s.Received / 1e6).Median():0.0} |");

    // The server counts sent bytes for all clients together.
    private static async Task<Sample> CountAsync(SentBytes sent, Func<Task<Sample>> measure)
    {
        var before = await sent.ReadAsync();
        var sample = await measure();
        return sample with { Received = await sent.ReadAsync() - before };
    }

    private static List<(string Name, string Setup, string List)> Approaches()
    {
        var ways = new List<(string Name, string Setup, string List)>
        {
            ("KubeApi", PwshProcess.Import + "; $null = Connect-KubeApi", "Get-KubeApiObject pods -AllNamespaces -NoServerPrint"),
            ("Invoke-RestMethod -UserAgent KubeApi", Headers, InvokeRestMethod),
        };
        // The resource usage of a child is available only there.
        if (BenchmarkOptions.FindOnPath("kubectl") is not null && !OperatingSystem.IsWindows())
        {
            ways.Add(
                (
                    "kubectl get -o json \\| ConvertFrom-Json", $"Add-Type -Path '{typeof(ChildUsage).Assembly.Location}'",
                    "(kubectl get pods -A -o json | ConvertFrom-Json).items"));
        }

        return ways;
    }

    private async Task<PwshProcess> PwshAsync(string kubeConfig)
    {
        var settings = Target.Read(kubeConfig);
        return new PwshProcess(pwsh, kubeConfig)
        {
            Environment = new Dictionary<string, string?>
            {
                ["BENCH_SERVER"] = settings.Server.AbsoluteUri,
                ["BENCH_AUTH"] = (await settings.Credential.GetAsync(null, default)).Authorization,
                // kubectl uses HTTP/1.1 like the others, and no cache in the user's home folder.
                ["DISABLE_HTTP2"] = "1",
                ["KUBECACHEDIR"] = Path.Combine(Path.GetTempPath(), "kubeapi-bench-kubectl"),
            },
        };
    }
}
