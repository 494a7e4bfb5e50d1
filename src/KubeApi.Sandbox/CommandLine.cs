using KubeApi.Sandbox.Auth;
using KubeApi.Sandbox.Faults;
using KubeApi.Sandbox.Flow;

namespace KubeApi.Sandbox;

/// <summary>The options of the program.</summary>
internal static class CommandLine
{
    public const string Usage =
        """
        Usage: kubeapi-sandbox [options]

        Runs a Kubernetes API server in memory until Ctrl+C. In the repository: dotnet run --project src/KubeApi.Sandbox -- [options]

          --kubeconfig FILE  write the kubeconfig to this new file (default: a file in the folder)
          --folder DIR       write kubeconfig, certificates and tokens to this folder (default: a new temporary folder)
          --state PATH       load manifests, or a state saved from /sandbox/state, from a file or a folder
          --load N           fill the namespace "load" with N pods
          --port N           HTTPS port on 127.0.0.1 (default: a free port)
          --proxy-port N     HTTP port on 127.0.0.1, without authentication (default: a free port)
          --rate BYTES/s     send lists at this speed, for example 500k or 60M
          --chunk N          send bodies in chunks and TLS records of N bytes; 0 for no limit (default: 4096, as a real server)
          --hold-after N     send N items of each page, then pause until POST /sandbox/lists
          --cut-after N      send N items of each page, then drop the connection
          --watches SETTINGS end watches early: end-after=N or cut-after=N events
          --drip N/Mms       send every body N bytes at a time, every M milliseconds
          --fault SETTINGS   fail requests: status=429&retry-after=1&count=3, break=reset&path=/api/v1 …; repeatable
          --history-limit N  keep at least the last N writes of each resource; older versions get 410
          --controllers held pause the controllers until PUT /sandbox/controllers?state=running
          --workloads held   create and run no pods until PUT /sandbox/controllers?workloads=running
          --metrics off      do not serve metrics.k8s.io, like a cluster without a metrics-server
          --pace SECONDS     time that containers take to start, to become ready, to do their work and to end (default: 0)
          --first-version N  start resource versions at N
          --certificate KIND use a certificate that is expired, not-yet-valid, self-signed … (default: valid)
          --help             show this help
        """;

    private static readonly Dictionary<string, Func<SandboxOptions, string, SandboxOptions>> s_settings = new(StringComparer.Ordinal)
    {
        ["--kubeconfig"] = (options, value) => options with { KubeConfig = value },
        ["--folder"] = (options, value) => options with { Folder = value },
        ["--state"] = (options, value) => options with { State = value },
        ["--load"] = (options, value) => options with { LoadPods = Number("--load", value, 0, 10_000_000) },
        ["--port"] = (options, value) => options with { Port = Number("--port", value, 0, 65_535) },
        ["--proxy-port"] = (options, value) => options with { ProxyPort = Number("--proxy-port", value, 0, 65_535) },
        ["--rate"] = (options, value) => options with { Lists = options.Lists.With("rate", value) },
        ["--hold-after"] = (options, value) => options with { Lists = options.Lists.With("hold-after", value) },
        ["--cut-after"] = (options, value) => options with { Lists = options.Lists.With("cut-after", value) },
        ["--chunk"] = (options, value) => options with { ChunkSize = Number("--chunk", value, 0, 65_536) },
        ["--watches"] = (options, value) => options with { Watches = WatchFlow.Parse(value) },
        ["--drip"] = (options, value) => options with { Drip = Drip.Parse(value) },
        ["--fault"] = (options, value) => options with { Faults = [.. options.Faults, Fault.Parse(value)] },
        ["--history-limit"] = (options, value) => options with { HistoryLimit = Number("--history-limit", value, 1, int.MaxValue) },
        ["--controllers"] = (options, value) => options with { AreControllersHeld = ControlPaths.ReadHeld(value) },
        ["--workloads"] = (options, value) => options with { AreWorkloadsHeld = ControlPaths.ReadHeld(value) },
        ["--metrics"] = (options, value) => options with
        {
            HasMetrics = value is "on" or "off" ? value == "on" : throw new FormatException($"Option '--metrics' takes on or off, not '{value}'."),
        },
        ["--pace"] = (options, value) => options with
        {
            Pace = double.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var pace) && pace <= 3600
                ? pace
                : throw new FormatException($"Option '--pace' takes a number of seconds from 0 to 3600, not '{value}'."),
        },
        ["--first-version"] = (options, value) => options with { FirstVersion = Number("--first-version", value, 0, int.MaxValue) },
        ["--certificate"] = (options, value) => options with
        {
            Certificate = ServerTls.Parse(value) ?? throw new FormatException($"Option '--certificate' takes one of {ServerTls.Names}, not '{value}'."),
        },
    };

    /// <summary>The options, or an error; neither if help was requested.</summary>
    public static (SandboxOptions? Options, string? Error) Parse(IReadOnlyList<string> arguments)
    {
        var options = new SandboxOptions();
        for (var index = 0; index < arguments.Count; index++)
        {
            var name = arguments[index];
            if (name is "--help" or "-h" or "-?")
            {
                return (null, null);
            }

            if (!s_settings.TryGetValue(name, out var set))
            {
                return (null, $"Unknown option '{name}'.");
            }

            if (++index == arguments.Count)
            {
                return (null, $"Option '{name}' needs a value.");
            }

            try
            {
                options = set(options, arguments[index]);
            }
            catch (FormatException exception)
            {
                return (null, exception.Message);
            }
        }

        return (options, null);
    }

    private static int Number(string name, string value, int smallest, int largest) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= smallest && number <= largest
            ? number
            : throw new FormatException($"Option '{name}' takes a number from {smallest} to {largest}, not '{value}'.");
}
