using System.Diagnostics;
using System.Globalization;

namespace KubeApi.Benchmarks.Servers;

/// <summary>The sandbox in its own process.</summary>
internal sealed class SandboxProcess : IDisposable
{
    private readonly Process _process;
    private readonly HttpClient _http = new();
    private readonly Uri _control;

    private SandboxProcess(Process process, string folder, Uri plain)
    {
        _process = process;
        KubeConfig = Path.Combine(folder, "kubeconfig");
        _control = new Uri(plain, "/sandbox/lists");
    }

    public string KubeConfig { get; }

    public static async Task<SandboxProcess> StartAsync(int pods)
    {
        var folder = Directory.CreateTempSubdirectory("kubeapi-bench-").FullName;
        var dll = Path.Combine(AppContext.BaseDirectory, "KubeApi.Sandbox.dll");
        var process = Process.Start(
            new ProcessStartInfo("dotnet", [dll, "--folder", folder, "--load", pods.ToString(CultureInfo.InvariantCulture)])
            {
                RedirectStandardOutput = true,
            })!;
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.IndexOf("http://", StringComparison.Ordinal) is >= 0 and var start)
            {
                _ = process.StandardOutput.ReadToEndAsync();
                return new SandboxProcess(process, folder, new Uri(line[start..].Split(' ')[0]));
            }
        }

        throw new InvalidOperationException("The sandbox did not start.");
    }

    /// <summary>How lists are sent from now on: `rate=60M`, `compress=false`; null for full speed.</summary>
    public async Task SetListsAsync(string? settings) =>
        (await _http.PutAsync(_control + (settings is null ? "" : "?" + settings), null)).EnsureSuccessStatusCode().Dispose();

    public void Dispose()
    {
        _http.Dispose();
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
        // A killed sandbox could not clean up.
        Directory.Delete(Path.GetDirectoryName(KubeConfig)!, recursive: true);
    }
}
