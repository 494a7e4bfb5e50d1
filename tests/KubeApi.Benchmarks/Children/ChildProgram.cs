using System.Diagnostics;
using System.Text.Json;

namespace KubeApi.Benchmarks.Children;

/// <summary>A process that measures itself: one line in, one run, one line out.</summary>
internal static class ChildProgram
{
    public static async Task<int> RunAsync(string[] arguments)
    {
        var spec = JsonSerializer.Deserialize<WorkSpec>(arguments[0])!;
        if (spec.Kind == "cold")
        {
            return EngineWork.StartCold(spec);
        }

        // The first write may block: nothing else is printed to standard output.
        var output = System.Console.Out;
        using var sockets = new SocketBytes();
        using IWork work = spec.Kind switch
        {
            "raw" => new RawWork(spec),
            "curl" => new CurlWork(spec),
            "engine" => new EngineWork(spec),
            "watches" => new WatchWork(spec),
            _ => new LayerWork(spec),
        };
        if (spec.WarmUp)
        {
            await WarmUpAsync(work);
        }

        output.WriteLine("ready");
        while (System.Console.In.ReadLine() is "run")
        {
            output.WriteLine(JsonSerializer.Serialize(await (work is CurlWork curl ? curl.MeasureAsync() : MeasureAsync(work, sockets))));
        }

        return 0;
    }

    // The JIT recompiles hot methods during about ten runs, and its thread counts as the client's CPU time; long runs need fewer warm-ups.
    private static async Task WarmUpAsync(IWork work)
    {
        var clock = Stopwatch.StartNew();
        for (var i = 0; i < 3 || (i < 10 && clock.Elapsed < TimeSpan.FromSeconds(20)); i++)
        {
            await work.RunAsync();
        }
    }

    private static async Task<Sample> MeasureAsync(IWork work, SocketBytes sockets)
    {
        var received = await sockets.ReadAsync();
        GC.Collect();
        var allocated = GC.GetTotalAllocatedBytes(precise: true);
        var cpu = Environment.CpuUsage.TotalTime;
        var clock = Stopwatch.StartNew();
        var result = await work.RunAsync();
        var seconds = clock.Elapsed.TotalSeconds;
        cpu = Environment.CpuUsage.TotalTime - cpu;
        allocated = GC.GetTotalAllocatedBytes(precise: true) - allocated;
        using var self = Process.GetCurrentProcess();
        received = await sockets.ReadAsync() - received;
        return new Sample(seconds, result.FirstSeconds, cpu.TotalSeconds, allocated, self.PeakWorkingSet64, received, result.Body, result.Items);
    }
}
