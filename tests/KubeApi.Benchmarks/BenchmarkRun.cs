using System.Globalization;
using System.Runtime.InteropServices;
using KubeApi.Benchmarks.Children;
using KubeApi.Benchmarks.Reports;
using KubeApi.Benchmarks.Servers;

namespace KubeApi.Benchmarks;

/// <summary>Measures what was asked for, everything that is compared in the same rounds, and prints Markdown.</summary>
internal sealed class BenchmarkRun(BenchmarkOptions options)
{
    private const string Get = "Get-KubeApiObject pods -AllNamespaces";
    private const string Filter = "Where-Object { $_.status.phase -eq 'Running' }";

    private static readonly (string Name, string Script)[] s_tasks =
    [
        ("list, count", Get),
        ("list, filter on status.phase", $"{Get} | {Filter}"),
        ("list, read metadata.name", $"{Get} | ForEach-Object {{ $_.metadata.name }}"),
        ("list, read every container image", $"{Get} | ForEach-Object {{ $_.spec.containers.image }}"),
        ("list, convert to JSON", $"{Get} | ConvertTo-BenchmarkJson"),
        ("eager: every value made, then filter", $"{Get} -ShowManagedFields | Read-BenchmarkEverything | {Filter}"),
    ];

    public async Task<int> RunAsync()
    {
        System.Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{Environment.ProcessorCount} cores, {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}, {DateTime.UtcNow:yyyy-MM-dd}. Medians of {options.Rounds} interleaved runs; server: {(options.KubeConfig is null ? "the sandbox, over TLS" : "a cluster")}; HTTP/1.1, pages of 500, one ahead, no compression.\n"));
        foreach (var pods in options.KubeConfig is null ? options.Pods : [0])
        {
            using var sandbox = pods == 0 ? null : await SandboxProcess.StartAsync(pods);
            await RunAgainstAsync(sandbox, sandbox?.KubeConfig ?? options.KubeConfig!, pods);
        }

        return 0;
    }

    private async Task RunAgainstAsync(SandboxProcess? sandbox, string kubeConfig, int pods)
    {
        var raw = new WorkSpec { Kind = "raw", KubeConfig = kubeConfig, WarmUp = pods <= 10_000 };
        if (Wants("tasks"))
        {
            var all = s_tasks.Select(t => (t.Name, raw with { Kind = "engine", Script = t.Script + " | Measure-BenchmarkItem" })).Prepend(("raw download", raw)).ToList();
            await CompareAsync(sandbox, null, pods, all, mustMatch: true);
            if (sandbox is not null && pods <= 10_000)
            {
                await CompareAsync(sandbox, "60M", pods, all[..^1], mustMatch: true);
            }
        }

        if (Wants("layers"))
        {
            var layers = new[] { "body", "cut", "objects", "status", "eager" }.Select(kind => ("layer: " + kind, raw with { Kind = kind }));
            await CompareAsync(sandbox, null, pods, [("raw download", raw), .. layers, ("engine: " + s_tasks[0].Name, raw with { Kind = "engine", Script = Get + " | Measure-BenchmarkItem" }), ("engine: " + s_tasks[1].Name, raw with { Kind = "engine", Script = $"{Get} | {Filter} | Measure-BenchmarkItem" })], mustMatch: false);
        }

        if (Wants("protocol"))
        {
            await CompareAsync(sandbox, null, pods, [("raw HTTP/1.1", raw), ("raw HTTP/2", raw with { HttpVersion = "2.0" })], mustMatch: false);
        }

        if (Wants("pages"))
        {
            foreach (var rate in new[] { null, "60M" })
            {
                await CompareAsync(sandbox, rate, pods, [.. new[] { 500, 1000, 2000, 5000, 0 }.Select(size => (size == 0 ? "raw, one page" : $"raw, pages of {size}", raw with { PageSize = size }))], mustMatch: false);
            }
        }

        if (Wants("gzip"))
        {
            foreach (var rate in new[] { null, "60M", "10M" })
            {
                await CompareAsync(sandbox, rate, pods, [("raw, as it is", raw), ("raw, gzip", raw with { Gzip = true })], mustMatch: false);
            }
        }

        if (Wants("pwsh") && options.Pwsh is not null && pods <= 10_000)
        {
            await new PwshComparison(options).RunAsync(kubeConfig, raw);
        }

        if (Wants("start") && pods == (options.KubeConfig is null ? options.Pods[0] : 0))
        {
            await new StartComparison(options).RunAsync(kubeConfig, raw);
        }
    }

    private async Task CompareAsync(SandboxProcess? sandbox, string? rate, int pods, IReadOnlyList<(string Name, WorkSpec Spec)> work, bool mustMatch)
    {
        await (sandbox?.SetRateAsync(null) ?? Task.CompletedTask);
        var children = new List<ChildProcess>();
        try
        {
            foreach (var (name, spec) in work)
            {
                children.Add(await ChildProcess.StartAsync(name, spec));
            }

            await (sandbox?.SetRateAsync(rate) ?? Task.CompletedTask);
            for (var round = 0; round < (pods > 10_000 ? Math.Min(options.Rounds, 3) : options.Rounds); round++)
            {
                foreach (var child in children)
                {
                    await child.RunAsync();
                }
            }

            System.Console.WriteLine(TaskTable.Write((pods > 0 ? $"{pods} pods, " : "") + (rate is null ? "unpaced" : $"paced at {rate}B/s"), children));
            if (mustMatch)
            {
                TaskTable.CheckBytes(children);
            }
        }
        finally
        {
            children.ForEach(child => child.Dispose());
        }
    }

    private bool Wants(string name) => options.Only.Contains(name);
}
