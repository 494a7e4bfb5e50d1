using System.Globalization;
using System.Runtime.InteropServices;
using KubeApi.Benchmarks.Children;
using KubeApi.Benchmarks.Reports;
using KubeApi.Benchmarks.Servers;

namespace KubeApi.Benchmarks;

/// <summary>Runs the requested measurements, compared ones in the same rounds, and prints Markdown.</summary>
internal sealed class BenchmarkRun(BenchmarkOptions options)
{
    private const string GetTable = "Get-KubeApiObject pods -AllNamespaces";
    private const string Get = GetTable + " -NoServerPrint";
    private const string Count = " | Measure-BenchmarkItem";
    private const string FilterTask = "list, filter on status.phase";
    private const string EagerTask = "every value made at once, then filter";
    private const string OwnTask = "raw, over the module's connections";
    private const string CurlTask = "curl";
    private const string TableTask = FilterTask + ", as a table";
    private const int TargetPods = 10_000;

    private static readonly (string Name, string Script)[] s_tasks =
    [
        ("list, count", Get),
        (FilterTask, $"{Get} | {PwshComparison.Filter}"),
        ("list, read metadata.name", $"{Get} | ForEach-Object {{ $_.metadata.name }}"),
        ("list, read every container image", $"{Get} | ForEach-Object {{ $_.spec.containers.image }}"),
        ("list, convert to JSON (our writer)", $"{Get} | ConvertTo-BenchmarkJson"),
        (EagerTask, $"Get-KubeApiSession -Current | Read-BenchmarkEagerly | {PwshComparison.Filter}"),
    ];

    private readonly Targets _targets = new();
    private string _pwsh = "";

    public async Task<int> RunAsync()
    {
        System.Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{DateTime.UtcNow:yyyy-MM-dd}; {Environment.ProcessorCount} cores, {RuntimeInformation.OSDescription}, "
                + $"{RuntimeInformation.FrameworkDescription}. Medians of {options.Rounds} interleaved runs (3 where they are long); "
                + $"{(options.KubeConfig is null ? "the sandbox" : "a cluster")} over TLS, HTTP/1.1, pages of 500, "
                + $"one ahead, not compressed; a process each."));
        if (options.NeedsPwsh)
        {
            System.Console.WriteLine(
                options.Pwsh is null
                    ? "The pwsh: Microsoft.PowerShell.SDK, compiled ahead (ReadyToRun) as an installed PowerShell is."
                    : $"The pwsh: {options.Pwsh}.");
            System.Console.WriteLine("Each new pwsh imports the module as users install it, with the client compiled ahead.");
            await CompiledPwsh.PublishModuleAsync();
            _pwsh = options.Pwsh ?? await CompiledPwsh.PublishAsync();
        }

        System.Console.WriteLine();
        foreach (var name in options.Only)
        {
            await RunAsync(name);
            System.Console.WriteLine();
        }

        System.Console.WriteLine(_targets);
        return 0;
    }

    private Task RunAsync(string name) => name switch
    {
        "tasks" => RunTasksAsync(),
        "memory" => RunMemoryAsync(),
        "pwsh" => RunPwshAsync("filtered on status.phase", PwshComparison.Filter),
        "json" => RunPwshAsync("converted to JSON", PwshComparison.ToJson),
        "start" => OnEachAsync(server => new StartComparison(options, _pwsh, _targets).RunAsync(server.Raw), options.Pods.Min()),
        "layers" => CompareOnEachAsync([null], raw =>
        [
            ("raw download", raw),
            .. new[] { "body", "cut", "objects", "status", "eager" }.Select(kind => ("layer: " + kind, raw with { Kind = kind })),
            .. s_tasks[..2].Select(task => ("engine: " + task.Name, raw with { Kind = "engine", Script = task.Script + Count })),
        ]),
        "protocol" => CompareOnEachAsync([null], raw => [("raw HTTP/1.1", raw), ("raw HTTP/2", raw with { HttpVersion = "2.0" })]),
        "pages" => CompareOnEachAsync([null, "60M", "35M"], raw => [.. new[] { 500, 1000, 2000, 5000, 0 }.SelectMany(size => OfPages(raw, size))]),
        "gzip" => CompareOnEachAsync([null, "60M", "35M", "10M"], raw => [("raw, as it is", raw), ("raw, gzip", raw with { Gzip = true })]),
        "watches" =>
            CompareOnEachAsync(
                [null], raw => [("watches, HTTP/1.1", raw with { Kind = "watches" }), ("watches, HTTP/2", raw with { Kind = "watches", HttpVersion = "2.0" })],
                options.Pods.Min()),
        _ => throw new ArgumentOutOfRangeException(nameof(name)),
    };

    private async Task RunTasksAsync()
    {
        System.Console.WriteLine(TaskTable.Head);
        await OnEachAsync(async server =>
        {
            var work = s_tasks.Select(task => (task.Name, server.Raw with
            {
                Kind = "engine",
                Script = task.Script + Count,
            })).ToList();
            work.InsertRange(0, Downloads(server.Raw));
            var (raw, filter, eager) = Pick(await CompareAsync(server, null, work, mustMatch: true));
            if (server.Pods != TargetPods)
            {
                return;
            }

            _targets.AtMost(10, " s/GB", filter.CpuPerGigabyte(raw), "10,000 pods filtered, CPU of the client");
            _targets.AtLeast(
                3, " ×", filter.Median(eager!, (lazy, all) => all.CpuSeconds / lazy.CpuSeconds), "… and what it takes to make every value at once");
            var paced = await CompareAsync(server, server.Sandbox is null ? null : "60M", work[..^1], mustMatch: true);
            (raw, filter, _) = Pick(paced);
            _targets.AtMost(1.05, " × raw", filter.Median(raw, (task, download) => task.Seconds / download.Seconds), "10,000 pods filtered, at 60 MB/s");
            if (paced.Find(child => child.Name == CurlTask) is { } curl)
            {
                var own = paced.Find(child => child.Name == OwnTask)!;
                _targets.AtMost(1.1, " × curl", filter.Median(curl, (task, download) => task.Seconds / download.Seconds), "… and against curl");
                _targets.AtMost(2.5, " × curl", filter.Median(curl, (task, download) => task.CpuSeconds / download.CpuSeconds), "… its CPU");
                _targets.AtMost(
                    1.2, " × curl", own.Median(curl, (task, download) => task.CpuSeconds / download.CpuSeconds), "… CPU of the download over its connections");
                await RunTableAsync(server);
            }
        });

        static IEnumerable<(string Name, WorkSpec Spec)> Downloads(WorkSpec raw) =>
        [
            ("raw download", raw),
            (OwnTask, raw with { OwnConnections = true }),
            // The resource usage of a child is available only there.
            .. BenchmarkOptions.FindOnPath("curl") is null || OperatingSystem.IsWindows()
                ? Array.Empty<(string, WorkSpec)>()
                : [(CurlTask, raw with { Kind = "curl" })],
        ];

        static (ChildProcess Raw, ChildProcess Filter, ChildProcess? Eager) Pick(List<ChildProcess> all) =>
            (all[0], all.Find(child => child.Name == FilterTask)!, all.Find(child => child.Name == EagerTask));
    }

    // With the server's columns: the default of Get-KubeApiObject.
    private async Task RunTableAsync(MeasuredServer server)
    {
        var raw = server.Raw with { AsTable = true };
        List<(string, WorkSpec)> work =
        [
            ("raw download, as a table", raw),
            (CurlTask + ", as a table", raw with { Kind = "curl" }),
            (TableTask, raw with { Kind = "engine", Script = $"{GetTable} | {PwshComparison.Filter}{Count}" }),
        ];
        var paced = await CompareAsync(server, server.Sandbox is null ? null : "60M", work, mustMatch: true);
        var (curl, filter) = (paced[1], paced[2]);
        _targets.AtMost(
            1.1, " × curl", filter.Median(curl, (task, download) => task.Seconds / download.Seconds), "10,000 pods filtered, with the server's columns");
        _targets.AtMost(3, " × curl", filter.Median(curl, (task, download) => task.CpuSeconds / download.CpuSeconds), "… its CPU");
    }

    private async Task RunMemoryAsync()
    {
        if (options.KubeConfig is null && options.Pods.Count > 1)
        {
            await new MemoryComparison(options, _pwsh, _targets).RunAsync();
        }
    }

    private async Task RunPwshAsync(string task, string pipeline)
    {
        System.Console.WriteLine(PwshComparison.Head(task));
        await OnEachAsync(
            async server =>
            {
                await (server.Sandbox?.SetListsAsync("compress=false") ?? Task.CompletedTask);
                System.Console.WriteLine(
                    await new PwshComparison(options.Rounds, _pwsh).RunAsync(server.Raw with { Gzip = server.Sandbox is null }, server.Title, pipeline));
            },
            TargetPods);
    }

    private static IEnumerable<(string, WorkSpec)> OfPages(WorkSpec raw, int size)
    {
        var pages = size == 0 ? "one page" : $"pages of {size}";
        yield return ($"raw, {pages}", raw with { PageSize = size });
        yield return ($"filter, {pages}", raw with { Kind = "engine", Script = $"{Get} -PageSize {size} | {PwshComparison.Filter}{Count}" });
    }

    private async Task CompareOnEachAsync(string?[] rates, Func<WorkSpec, List<(string Name, WorkSpec Spec)>> work, int mostPods = int.MaxValue)
    {
        System.Console.WriteLine(TaskTable.Head);
        await OnEachAsync(
            async server =>
            {
                foreach (var rate in server.Sandbox is null ? [null] : rates)
                {
                    await CompareAsync(server, rate, work(server.Raw), mustMatch: false);
                }
            },
            mostPods);
    }

    private async Task OnEachAsync(Func<MeasuredServer, Task> measure, int mostPods = int.MaxValue)
    {
        foreach (var pods in options.KubeConfig is null ? options.Pods.Where(count => count <= mostPods) : [0])
        {
            using var sandbox = pods == 0 ? null : await SandboxProcess.StartAsync(pods);
            var kubeConfig = sandbox?.KubeConfig ?? options.KubeConfig!;
            await measure(new MeasuredServer(sandbox, pods, new WorkSpec { Kind = "raw", KubeConfig = kubeConfig, WarmUp = pods <= TargetPods }));
        }
    }

    /// <summary>Runs each piece of work in its own process, alternating between them, and prints the rows.</summary>
    private async Task<List<ChildProcess>> CompareAsync(MeasuredServer server, string? rate, IReadOnlyList<(string Name, WorkSpec Spec)> work, bool mustMatch)
    {
        await SetRateAsync(null);
        var children = new List<ChildProcess>();
        try
        {
            foreach (var (name, spec) in work)
            {
                children.Add(await ChildProcess.StartAsync(name, spec));
            }

            await SetRateAsync(rate);
            for (var round = 0; round < (server.Pods > TargetPods ? Math.Min(options.Rounds, 3) : options.Rounds); round++)
            {
                foreach (var child in children)
                {
                    await child.RunAsync();
                }
            }

            System.Console.WriteLine(TaskTable.Rows(server.Title + (rate is null ? "" : $" at {rate.TrimEnd('M')} MB/s"), children));
            if (mustMatch)
            {
                // curl counts the body only, and makes its own comparison.
                var modules = children.Where(child => !child.Name.StartsWith(CurlTask, StringComparison.Ordinal));
                SameBytes.Check([.. modules.Select(child => (child.Name, child.Median(s => s.Received)))]);
            }

            return children;
        }
        finally
        {
            children.ForEach(child => child.Dispose());
        }

        Task SetRateAsync(string? bytes) => server.Sandbox?.SetListsAsync(bytes is null ? null : "rate=" + bytes) ?? Task.CompletedTask;
    }
}
