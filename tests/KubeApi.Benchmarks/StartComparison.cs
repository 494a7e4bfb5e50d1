using System.Diagnostics;
using System.Globalization;
using KubeApi.Benchmarks.Children;
using KubeApi.Benchmarks.Reports;

namespace KubeApi.Benchmarks;

/// <summary>The cost of a cold process: bare, with the module imported, with a connection and a small list; and tab completion in a warm one.</summary>
internal sealed class StartComparison(BenchmarkOptions options, string program, Targets targets)
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

    public async Task RunAsync(WorkSpec raw)
    {
        var cold = raw with { Kind = "cold" };
        System.Console.WriteLine("| cold process | ms | over bare |\n| --- | --: | --: |");
        await CompareAsync(
            "the engine in a program", () => ChildProcess.Start(cold), () => ChildProcess.Start(cold with { Script = "$null = 1" }),
            () => ChildProcess.Start(cold with { Script = Connect }));
        var pwsh = new PwshProcess(program, raw.KubeConfig);
        var (import, connect) = await CompareAsync(
            "pwsh", () => pwsh.Start("exit"), () => pwsh.Start(PwshProcess.Import), () => pwsh.Start($"{PwshProcess.Import}; {Connect}"));
        targets.AtMost(60, " ms", import, "the module adds to the start of pwsh");
        targets.AtMost(300, " ms", connect, "connect and a first small list, cold, over a bare start of pwsh");
        await CompleteAsync(raw);
        targets.AtMost(50, " ms", await CloseAsync(pwsh), "`Select-Object -First 1` has closed the list after the first object (pwsh, warm)");
    }

    /// <summary>How much importing and how much connecting with a first list adds to a bare start, in milliseconds.</summary>
    private async Task<(double Import, double Connect)> CompareAsync(string name, params Func<Process>[] starts)
    {
        var milliseconds = starts.Select(_ => new List<double>()).ToList();
        for (var round = 0; round < options.Rounds * 2; round++)
        {
            for (var i = 0; i < starts.Length; i++)
            {
                milliseconds[i].Add(await TimeAsync(starts[i]));
            }
        }

        string[] states = [name + ": bare", "… with the module", "… connected, first small list"];
        for (var i = 0; i < starts.Length; i++)
        {
            System.Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {states[i]} | {milliseconds[i].Median():0} | {Over(i):0} |"));
        }

        return (Over(1), Over(2));

        // Differences within a round: other load on the machine affects both.
        double Over(int i) => milliseconds[i].Zip(milliseconds[0], (a, b) => a - b).Median();
    }

    private async Task CompleteAsync(WorkSpec raw)
    {
        System.Console.WriteLine("\n| tab completion, warm | ms | matches |\n| --- | --: | --: |");
        foreach (var word in (string[])["depl", "pods -Namespace load web-867d965bf9-00000"])
        {
            var line = "Get-KubeApiObject " + word;
            var script = $"[System.Management.Automation.CommandCompletion]::CompleteInput('{line}', {line.Length}, $null).CompletionMatches | "
                + "Measure-BenchmarkItem";
            using var child = await ChildProcess.StartAsync(word, raw with { Kind = "engine", Script = script });
            for (var round = 0; round < options.Rounds; round++)
            {
                await child.RunAsync();
            }

            System.Console.WriteLine(
                string.Create(CultureInfo.InvariantCulture, $"| `{line}` | {child.Median(s => s.Seconds * 1000):0.0} | {child.Samples[^1].Items} |"));
        }

        System.Console.WriteLine();
    }

    private static async Task<double> CloseAsync(PwshProcess pwsh)
    {
        using var process = pwsh.Start($"{PwshProcess.Import}; $null = Connect-KubeApi; {Close}");
        var output = await process.StandardOutput.ReadToEndAsync();
        // The first one is cold.
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(line => double.Parse(line, CultureInfo.InvariantCulture)).Median();
    }

    private static async Task<double> TimeAsync(Func<Process> start)
    {
        var clock = Stopwatch.StartNew();
        using var process = start();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? clock.Elapsed.TotalMilliseconds : throw new InvalidOperationException("A process that was to be timed failed.");
    }
}
