using System.Diagnostics;
using KubeApi.Console.Hosting;

namespace KubeApi.Benchmarks.Children;

/// <summary>A ReadyToRun pwsh, as users have it: the dotnet tool is not compiled ahead, and its bare start takes seven times as long.</summary>
internal static class CompiledPwsh
{
    /// <summary>Publishes it into out/pwsh; the compilation takes a minute, once.</summary>
    /// <returns>The path of the program.</returns>
    /// <exception cref="InvalidOperationException">It cannot be published; the reason is in the error stream.</exception>
    public static async Task<string> PublishAsync()
    {
        var root = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Shell.ModulePath)!, "..", ".."));
        var folder = Path.Combine(root, "out", "pwsh");
        string[] arguments = ["publish", Path.Combine(root, "tests", "KubeApi.Benchmarks.Pwsh"), "-c", "Release", "-o", folder];
        using var publish = Process.Start(new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true })!;
        // The output of the benchmarks is Markdown.
        await System.Console.Error.WriteAsync(await publish.StandardOutput.ReadToEndAsync());
        await publish.WaitForExitAsync();
        return publish.ExitCode == 0
            ? Path.Combine(folder, OperatingSystem.IsWindows() ? "pwsh.exe" : "pwsh")
            : throw new InvalidOperationException($"'dotnet {string.Join(' ', arguments)}' failed with exit code {publish.ExitCode}.");
    }
}
