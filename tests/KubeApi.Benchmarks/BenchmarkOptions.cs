using System.Globalization;

namespace KubeApi.Benchmarks;

/// <summary>The measurements to run, and their server.</summary>
internal sealed record BenchmarkOptions
{
    public const string Usage = """
        dotnet run -c Release --project tests/KubeApi.Benchmarks -- [options]

          --kubeconfig FILE     a cluster of yours, as it is; without it the sandbox, in a process of its own
          --pods N,N,...        how many pods the sandbox has (default: 1000,10000,100000)
          --only NAME,...       tasks, memory, pwsh, start: what RESULTS.md shows (default)
                                json, layers, protocol, pages, gzip, watches: what FINDINGS.md tells of
          --rounds N            runs of everything, interleaved (default: 5)
          --quick               fewer pods and rounds
          --pwsh FILE           a pwsh, 7.6 or newer (default: one that is published from Microsoft.PowerShell.SDK and compiled ahead)
        """;

    public static readonly IReadOnlyList<string> Names = ["tasks", "memory", "pwsh", "start", "json", "layers", "protocol", "pages", "gzip", "watches"];

    public string? KubeConfig { get; init; }

    public IReadOnlyList<int> Pods { get; init; } = [1_000, 10_000, 100_000];

    public IReadOnlyList<string> Only { get; init; } = ["tasks", "memory", "pwsh", "start"];

    public int Rounds { get; init; } = 5;

    /// <summary>The pwsh to measure; null to publish one.</summary>
    public string? Pwsh { get; init; }

    public bool NeedsPwsh => Only.Any(name => name is "memory" or "pwsh" or "json" or "start");

    public static (BenchmarkOptions? Options, string? Error) Parse(string[] arguments)
    {
        var options = new BenchmarkOptions();
        for (var i = 0; i < arguments.Length; i++)
        {
            var name = arguments[i];
            if (name is "--help" or "-h")
            {
                return (null, null);
            }

            if (name == "--quick")
            {
                options = options with { Pods = [1_000, 10_000], Rounds = 3 };
                continue;
            }

            if (++i == arguments.Length)
            {
                return (null, $"The option '{name}' is unknown or has no value.");
            }

            var value = arguments[i];
            switch (name)
            {
                case "--kubeconfig" when File.Exists(value):
                    options = options with { KubeConfig = Path.GetFullPath(value) };
                    break;
                case "--pods" when value.Split(',').All(IsNumber):
                    options = options with { Pods = [.. value.Split(',').Select(n => int.Parse(n, CultureInfo.InvariantCulture))] };
                    break;
                case "--rounds" when IsNumber(value):
                    options = options with { Rounds = int.Parse(value, CultureInfo.InvariantCulture) };
                    break;
                case "--only" when value.Split(',').All(Names.Contains):
                    options = options with { Only = value.Split(',') };
                    break;
                case "--pwsh" when File.Exists(value):
                    options = options with { Pwsh = value };
                    break;
                default:
                    return (null, $"The option '{name}' is unknown, or '{value}' is not a valid value.");
            }
        }

        return (options, null);
    }

    public static string? FindOnPath(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Select(folder => Path.Combine(folder, OperatingSystem.IsWindows() ? program + ".exe" : program))
        .FirstOrDefault(File.Exists);

    private static bool IsNumber(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var n) && n > 0;
}
