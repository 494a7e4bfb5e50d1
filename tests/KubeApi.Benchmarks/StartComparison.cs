using System.Diagnostics;
using System.Globalization;
using KubeApi.Benchmarks.Children;
using KubeApi.Benchmarks.Reports;
using KubeApi.Console.Hosting;

namespace KubeApi.Benchmarks;

/// <summary>What a cold process pays: bare, with the module imported, with a connection and a small list; and tab completion in a warm one.</summary>
internal sealed class StartComparison(BenchmarkOptions options)
{
    private const string Connect = "$null = Connect-KubeApi; $null = Get-KubeApiObject namespaces";

    // From the first object to the end of the pipeline, which has ended its requests then.
    private const string Close = """
        foreach ($i in 1..11) {
            $watch = [Diagnostics.Stopwatch]::new()
            $null = Get-KubeApiObject pods -AllNamespaces | ForEach-Object { $watch.Start(); $_ } | Select-Object -First 1
            $watch.Elapsed.TotalMilliseconds.ToString([cultureinfo]::InvariantCulture)
        }
        """;

    public async Task RunAsync(string kubeConfig, WorkSpec raw)
    {
        var module = Shell.ModulePath;
        var cold = raw with { Kind = "cold" };
        var variants = new List<(string Name, Func<Process> Start)>
        {
            ("engine in a program: bare", () => ChildProcess.Start(cold)),
            ("… with the module", () => ChildProcess.Start(cold with { Script = "$null = 1" })),
            ("… connected, first small list", () => ChildProcess.Start(cold with { Script = Connect })),
        };
        if (options.Pwsh is not null)
        {
            variants.Add(("pwsh: bare", () => Pwsh(kubeConfig, "exit")));
            variants.Add(("… with the module", () => Pwsh(kubeConfig, $"Import-Module '{module}'; exit")));
            variants.Add(("… connected, first small list", () => Pwsh(kubeConfig, $"Import-Module '{module}'; {Connect}; exit")));
        }

        var seconds = variants.Select(_ => new List<double>()).ToList();
        for (var round = 0; round < options.Rounds * 2; round++)
        {
            for (var i = 0; i < variants.Count; i++)
            {
                seconds[i].Add(await TimeAsync(variants[i].Start));
            }
        }

        System.Console.WriteLine("| cold process | ms | over bare | over the one before |\n| --- | --: | --: | --: |");
        for (var i = 0; i < variants.Count; i++)
        {
            System.Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {variants[i].Name} | {seconds[i].Median() * 1000:0} | {Over(i, i - (i % 3)):0} | {Over(i, i % 3 == 0 ? i : i - 1):0} |"));
        }

        await CompleteAsync(raw);
        if (options.Pwsh is not null)
        {
            await CloseAsync(kubeConfig, module);
        }

        // Differences of the same round: what else the machine does weighs on both.
        double Over(int i, int other) => seconds[i].Zip(seconds[other], (a, b) => (a - b) * 1000).Median();
    }

    private async Task CompleteAsync(WorkSpec raw)
    {
        System.Console.WriteLine("\n| tab completion, warm | ms | matches |\n| --- | --: | --: |");
        foreach (var word in (string[])["depl", "pods -Namespace load web-867d965bf9-00000"])
        {
            var line = "Get-KubeApiObject " + word;
            var script = $"[System.Management.Automation.CommandCompletion]::CompleteInput('{line}', {line.Length}, $null).CompletionMatches | Measure-BenchmarkItem";
            using var child = await ChildProcess.StartAsync(word, raw with { Kind = "engine", Script = script });
            for (var round = 0; round < options.Rounds; round++)
            {
                await child.RunAsync();
            }

            System.Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| `Get-KubeApiObject {word}` | {child.Samples.Select(s => s.Seconds * 1000).Median():0.0} | {child.Samples[^1].Items} |"));
        }

        System.Console.WriteLine();
    }

    private async Task CloseAsync(string kubeConfig, string module)
    {
        using var process = Pwsh(kubeConfig, $"Import-Module '{module}'; $null = Connect-KubeApi; {Close}");
        var output = await process.StandardOutput.ReadToEndAsync();
        var milliseconds = output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(line => double.Parse(line, CultureInfo.InvariantCulture)).Median();
        System.Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"A list closed by `Select-Object -First 1`: {milliseconds:0.0} ms after the first object (pwsh, warm).\n"));
    }

    private static async Task<double> TimeAsync(Func<Process> start)
    {
        var clock = Stopwatch.StartNew();
        using var process = start();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? clock.Elapsed.TotalSeconds : throw new InvalidOperationException("A process that was to be timed failed.");
    }

    private Process Pwsh(string kubeConfig, string script)
    {
        var start = new ProcessStartInfo(options.Pwsh!, ["-NoProfile", "-NonInteractive", "-Command", script]) { RedirectStandardOutput = true };
        start.Environment["KUBECONFIG"] = kubeConfig;
        return Process.Start(start)!;
    }
}
