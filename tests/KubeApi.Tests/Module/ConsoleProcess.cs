using System.Diagnostics;

namespace KubeApi.Tests.Module;

/// <summary>The built console, as a process.</summary>
internal static class ConsoleProcess
{
    /// <summary>Runs it to its end.</summary>
    /// <returns>Its exit code, and its output followed by its errors.</returns>
    public static async Task<(int ExitCode, string Output)> RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Repository.Metadata("Console"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output + await errors);
    }
}
