using System.Diagnostics;
using System.Text.Json;
using KubeApi.Benchmarks.Reports;

namespace KubeApi.Benchmarks.Children;

/// <summary>A child process of the benchmarks.</summary>
internal sealed class ChildProcess : IDisposable
{
    private readonly Process _process;

    private ChildProcess(string name, Process process) => (Name, _process) = (name, process);

    public string Name { get; }

    public List<Sample> Samples { get; } = [];

    public static async Task<ChildProcess> StartAsync(string name, WorkSpec spec)
    {
        var child = new ChildProcess(name, Start(spec));
        await child.ExpectAsync(line => line == "ready");
        return child;
    }

    public static Process Start(WorkSpec spec) =>
        Process.Start(new ProcessStartInfo("dotnet", [typeof(ChildProcess).Assembly.Location, "--child", JsonSerializer.Serialize(spec)])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;

    /// <summary>Runs the work once.</summary>
    public async Task<Sample> RunAsync()
    {
        await _process.StandardInput.WriteLineAsync("run");
        await _process.StandardInput.FlushAsync();
        var sample = JsonSerializer.Deserialize<Sample>(await ExpectAsync(line => line.StartsWith('{')))!;
        Samples.Add(sample);
        return sample;
    }

    public double Median(Func<Sample, double> value) => Samples.Select(value).Median();

    /// <summary>The median ratio of this child to another one in the same round: other load on the machine affects both.</summary>
    public double Median(ChildProcess other, Func<Sample, Sample, double> compare) => Samples.Zip(other.Samples, compare).Median();

    public void Dispose()
    {
        _process.StandardInput.Dispose();
        if (!_process.WaitForExit(5_000))
        {
            _process.Kill();
        }

        _process.Dispose();
    }

    private async Task<string> ExpectAsync(Func<string, bool> isIt)
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (isIt(line))
            {
                return line;
            }

            System.Console.Error.WriteLine($"{Name}: {line}");
        }

        throw new InvalidOperationException($"The process of '{Name}' ended early.");
    }
}
