using System.Diagnostics;
using KubeApi.Sandbox;

namespace KubeApi.Tests.Sandbox;

/// <summary>The real kubectl, with its own kubeconfig and cache. A command in which it has dropped a message of the server is repeated.</summary>
internal sealed class Kubectl(string kubeConfig, string folder)
{
    private const string Program = "kubectl";

    // On a busy machine, kubectl 1.32 may receive a message before it knows the stream: it drops it, and says so.
    private const string DroppedMessage = "Unknown stream id";
    private const int MaxAttempts = 5;

    public Kubectl(SandboxServer server)
        : this(server.KubeConfigPath, server.Folder)
    {
    }

    public static bool IsPresent { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Any(folder => File.Exists(Path.Combine(folder, OperatingSystem.IsWindows() ? Program + ".exe" : Program)));

    /// <summary>Runs it, and returns its exit code, output and errors.</summary>
    public Task<(int ExitCode, string Output, string Error)> TryAsync(params string[] arguments) =>
        RunAsync(new ProcessStartInfo(Program, ["--kubeconfig=" + kubeConfig, "--cache-dir=" + Path.Combine(folder, "cache"), .. arguments]));

    /// <summary>Runs a shell command in a folder, and returns its exit code, output and errors.</summary>
    public Task<(int ExitCode, string Output, string Error)> ShellAsync(string command, string workingDirectory)
    {
        var start = new ProcessStartInfo("/bin/sh", ["-c", command]) { WorkingDirectory = workingDirectory };
        start.Environment["KUBECONFIG"] = kubeConfig;
        // The location of the cache.
        start.Environment["HOME"] = folder;
        return RunAsync(start);
    }

    private static async Task<(int ExitCode, string Output, string Error)> RunAsync(ProcessStartInfo start)
    {
        for (var attempt = 1; ; attempt++)
        {
            var result = await RunOnceAsync(start);
            if (attempt == MaxAttempts || !result.Error.Contains(DroppedMessage, StringComparison.Ordinal))
            {
                return result;
            }
        }
    }

    private static async Task<(int ExitCode, string Output, string Error)> RunOnceAsync(ProcessStartInfo start)
    {
        (start.RedirectStandardOutput, start.RedirectStandardError, start.RedirectStandardInput) = (true, true, true);
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        using var timeout = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        try
        {
            await process.WaitForExitAsync(timeout.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"It does not end: {start.FileName} {string.Join(' ', start.ArgumentList)}");
        }

        return (process.ExitCode, await output, await error);
    }

    /// <summary>Runs it, expects success, and returns its output.</summary>
    public async Task<string> RunAsync(params string[] arguments)
    {
        var (exitCode, output, error) = await TryAsync(arguments);
        Assert.True(exitCode == 0, $"kubectl {string.Join(' ', arguments)}: {exitCode}\n{output}{error}");
        return output;
    }
}
