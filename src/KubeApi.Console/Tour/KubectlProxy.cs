using System.Diagnostics;
using System.Text.RegularExpressions;

namespace KubeApi.Console.Tour;

/// <summary>The tour's own <c>kubectl proxy</c>.</summary>
internal sealed partial class KubectlProxy : IDisposable
{
    private readonly Process _process;

    private KubectlProxy(Process process, Uri uri)
    {
        _process = process;
        Uri = uri;
    }

    public Uri Uri { get; }

    /// <summary>Starts a proxy; null if kubectl is missing or fails.</summary>
    public static KubectlProxy? TryStart(string kubeConfig)
    {
        try
        {
            var start = new ProcessStartInfo("kubectl") { RedirectStandardOutput = true, RedirectStandardError = true };
            foreach (var argument in new[] { "--kubeconfig", kubeConfig, "proxy", "--port=0", "--address=127.0.0.1" })
            {
                start.ArgumentList.Add(argument);
            }

            var process = Process.Start(start)!;
            var line = process.StandardOutput.ReadLine() ?? "";
            if (Address().Match(line) is { Success: true } match)
            {
                return new KubectlProxy(process, new Uri($"http://{match.Value}"));
            }

            process.Kill();
            process.Dispose();
            return null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    public void Dispose()
    {
        _process.Kill();
        _process.Dispose();
    }

    [GeneratedRegex(@"127\.0\.0\.1:\d+")]
    private static partial Regex Address();
}
