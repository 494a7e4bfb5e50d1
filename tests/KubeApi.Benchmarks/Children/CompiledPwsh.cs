using System.Diagnostics;
using KubeApi.Console.Hosting;

namespace KubeApi.Benchmarks.Children;

/// <summary>
/// A ReadyToRun pwsh, as users have it: the dotnet tool is not compiled ahead, and its bare start takes seven times as long. And the module as users install
/// it, with the client compiled ahead.
/// </summary>
internal static class CompiledPwsh
{
    private static readonly string s_root = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Shell.ModulePath)!, "..", ".."));

    /// <summary>The path of the module's manifest.</summary>
    public static string ModulePath { get; } = Path.Combine(s_root, "out", "package", "KubeApi", "KubeApi.psd1");

    /// <summary>Publishes the module of out/KubeApi into out/package.</summary>
    /// <exception cref="InvalidOperationException">It cannot be published; the reason is in the error stream.</exception>
    public static Task PublishModuleAsync() => PublishAsync(Path.Combine(s_root, "src", "KubeApi.Package"), "--use-current-runtime");

    /// <summary>Publishes the program into out/pwsh; the compilation takes a minute, once.</summary>
    /// <returns>The path of the program.</returns>
    /// <exception cref="InvalidOperationException">It cannot be published; the reason is in the error stream.</exception>
    public static async Task<string> PublishAsync()
    {
        var folder = Path.Combine(s_root, "out", "pwsh");
        await PublishAsync(Path.Combine(s_root, "tests", "KubeApi.Benchmarks.Pwsh"), "-c", "Release", "-o", folder);
        return Path.Combine(folder, OperatingSystem.IsWindows() ? "pwsh.exe" : "pwsh");
    }

    private static async Task PublishAsync(params string[] options)
    {
        string[] arguments = ["publish", .. options];
        using var publish = Process.Start(new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true })!;
        // The output of the benchmarks is Markdown.
        await System.Console.Error.WriteAsync(await publish.StandardOutput.ReadToEndAsync());
        await publish.WaitForExitAsync();
        if (publish.ExitCode != 0)
        {
            throw new InvalidOperationException($"'dotnet {string.Join(' ', arguments)}' failed with exit code {publish.ExitCode}.");
        }
    }
}
