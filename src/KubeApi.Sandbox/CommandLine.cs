using System.Globalization;
using KubeApi.Sandbox.Auth;
using KubeApi.Sandbox.Flow;

namespace KubeApi.Sandbox;

/// <summary>The options of the program.</summary>
internal static class CommandLine
{
    public const string Usage =
        """
        Usage: dotnet run --project src/KubeApi.Sandbox -- [options]

        Runs a Kubernetes API server in memory until Ctrl+C.

          --folder DIR       where kubeconfig, certificates and tokens are written (default: a new temporary folder)
          --state PATH       load manifests, or a state saved from /sandbox/state, from a file or a folder
          --load N           fill the namespace "load" with N pods
          --port N           HTTPS port on 127.0.0.1 (default: any free one)
          --proxy-port N     plain HTTP port on 127.0.0.1, for which no credentials are needed (default: any free one)
          --rate BYTES/s     send lists at this speed, as 500k or 60M
          --hold-after N     send N items of each page, then nothing until POST /sandbox/lists
          --cut-after N      send N items of each page, then drop the connection
          --watches SETTINGS end watches before their time: end-after=N or cut-after=N events
          --drip N/Mms       send the body of every answer N bytes at a time, with M milliseconds between
          --first-version N  number the objects from N on
          --certificate KIND present a certificate that is expired, not-yet-valid, self-signed … (default: valid)
          --help             this text
        """;

    /// <summary>The options, or what is wrong with them; neither if help was asked for.</summary>
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

            if (name is not ("--folder" or "--state" or "--load" or "--port" or "--proxy-port" or "--rate" or "--hold-after" or "--cut-after" or "--certificate" or "--watches" or "--drip" or "--first-version"))
            {
                return (null, $"Unknown option '{name}'.");
            }

            if (++index == arguments.Count)
            {
                return (null, $"Option '{name}' needs a value.");
            }

            var value = arguments[index];
            if (name == "--folder")
            {
                options = options with { Folder = value };
                continue;
            }

            if (name == "--state")
            {
                options = options with { State = value };
                continue;
            }

            if (name == "--certificate")
            {
                if (ServerTls.Parse(value) is not { } kind)
                {
                    return (null, $"Option '{name}' takes one of {ServerTls.Names}, not '{value}'.");
                }

                options = options with { Certificate = kind };
                continue;
            }

            if (name is "--rate" or "--hold-after" or "--cut-after" or "--watches" or "--drip")
            {
                try
                {
                    options = name switch
                    {
                        "--watches" => options with { Watches = WatchFlow.Parse(value) },
                        "--drip" => options with { Drip = Drip.Parse(value) },
                        _ => options with { Lists = options.Lists.With(name[2..], value) },
                    };
                    continue;
                }
                catch (FormatException exception)
                {
                    return (null, exception.Message);
                }
            }

            var largest = name switch { "--load" => 10_000_000, "--first-version" => int.MaxValue, _ => 65_535 };
            if (!int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number > largest)
            {
                return (null, $"Option '{name}' takes a number from 0 to {largest}, not '{value}'.");
            }

            options = name switch
            {
                "--load" => options with { LoadPods = number },
                "--first-version" => options with { FirstVersion = number },
                "--port" => options with { Port = number },
                _ => options with { ProxyPort = number },
            };
        }

        return (options, null);
    }
}
