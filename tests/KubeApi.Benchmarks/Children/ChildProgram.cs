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

        // The first write may be a blocking one: nothing else is printed to standard output.
        var output = System.Console.Out;
        using var sockets = new SocketBytes();
        using IWork work = spec.Kind switch
        {
            "raw" => new RawWork(spec),
            "engine" => new EngineWork(spec),
            _ => new LayerWork(spec),
        };
        // Three times: after one, the JIT still replaces what became hot, and that counts as the client's CPU time.
        for (var i = 0; spec.WarmUp && i < 3; i++)
        {
            await work.RunAsync();
        }

        output.WriteLine("ready");
        while (System.Console.In.ReadLine() is "run")
        {
            output.WriteLine(JsonSerializer.Serialize(await MeasureAsync(work, sockets)));
        }

        return 0;
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
