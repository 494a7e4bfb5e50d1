using System.Diagnostics;
using System.Text.Json;

namespace KubeApi.Tests.Pester;

/// <summary>The pwsh of the tool manifest: a full PowerShell in its own process.</summary>
internal static class PwshTool
{
    // A test that runs at the same time may have set these in this process.
    private static readonly string[] s_foreignVariables =
        ["KUBECONFIG", "KUBERNETES_SERVICE_HOST", "KUBERNETES_SERVICE_PORT", "POD_NAMESPACE", "HTTPS_PROXY", "NO_PROXY", "PSModulePath"];

    private static readonly Lazy<string> s_program = new(FindOrRestore);

    /// <summary>Describes a pwsh without profile whose streams are all redirected.</summary>
    /// <exception cref="InvalidOperationException">The tool is missing and cannot be restored; the message has the attempts and the output.</exception>
    public static ProcessStartInfo Describe(params string[] arguments)
    {
        // Not with `dotnet pwsh`, which starts three processes and takes a second longer.
        var start = Dotnet([s_program.Value, "-NoProfile", "-NonInteractive", .. arguments]);
        start.Environment["POWERSHELL_TELEMETRY_OPTOUT"] = "1";
        start.Environment["POWERSHELL_UPDATECHECK"] = "Off";
        start.Environment["NO_COLOR"] = "1";
        // The assemblies of the tool are not compiled ahead: without instrumentation the second compilation is cheaper.
        start.Environment["DOTNET_TieredPGO"] = "0";
        return start;
    }

    private static string FindOrRestore()
    {
        const string Manifest = "dotnet-tools.json";
        using var manifest = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root, ".config", Manifest)));
        var version = manifest.RootElement.GetProperty("tools").GetProperty("powershell").GetProperty("version").GetString()!;
        var tool = Path.Combine(Repository.Metadata("Packages"), "powershell", version, "tools");
        if (Find() is { } present)
        {
            return present;
        }

        using var restore = Process.Start(Dotnet(["tool", "restore"]))!;
        restore.StandardInput.Close();
        var errors = restore.StandardError.ReadToEndAsync();
        var output = restore.StandardOutput.ReadToEnd() + errors.GetAwaiter().GetResult();
        restore.WaitForExit();
        return Find() ?? throw new InvalidOperationException(
            $"PowerShell {version} is not in '{tool}', and 'dotnet tool restore' (exit code {restore.ExitCode}) did not put it there. It restores the "
                + $"package of {Manifest} from the NuGet feed:\n{output}");

        string? Find() => Directory.Exists(tool)
            ? Directory.EnumerateFiles(tool, "pwsh.dll", SearchOption.AllDirectories).SingleOrDefault(
                f => Path.GetFileName(Path.GetDirectoryName(f)) == (OperatingSystem.IsWindows() ? "win" : "unix"))
            : null;
    }

    private static ProcessStartInfo Dotnet(IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", arguments)
        {
            WorkingDirectory = Repository.Root,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in s_foreignVariables)
        {
            start.Environment.Remove(name);
        }

        return start;
    }
}
