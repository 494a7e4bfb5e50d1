using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace KubeApi.Tests.Pester;

/// <summary>
/// One pwsh that runs Pester files on request: starting PowerShell and Pester takes longer than most files. At the end
/// out/Pester.txt has the number of tests.
/// </summary>
public sealed class PesterHost : IAsyncLifetime
{
    private const string ResultMark = "#result ";

    private static readonly TimeSpan s_timeout = TimeSpan.FromMinutes(15);

    private readonly List<PesterResult> _results = [];
    private readonly StringBuilder _errors = new();
    private Process? _pwsh;

    public Task InitializeAsync() => Task.CompletedTask;

    /// <summary>Runs a file.</summary>
    /// <returns>The result, and Pester's report.</returns>
    internal async Task<(PesterResult Result, string Report)> RunAsync(string file)
    {
        _pwsh ??= Start();
        await _pwsh.StandardInput.WriteLineAsync(file);
        await _pwsh.StandardInput.FlushAsync();
        var report = new StringBuilder();
        using var timeout = new CancellationTokenSource(s_timeout);
        try
        {
            while (await _pwsh.StandardOutput.ReadLineAsync(timeout.Token) is { } line)
            {
                if (line.StartsWith(ResultMark, StringComparison.Ordinal))
                {
                    var result = JsonSerializer.Deserialize<PesterResult>(line[ResultMark.Length..])!;
                    _results.Add(result);
                    return (result, report.ToString());
                }

                report.AppendLine(line);
            }

            await _pwsh.WaitForExitAsync(timeout.Token);
            report.Append($"pwsh ended with exit code {_pwsh.ExitCode}.");
        }
        catch (OperationCanceledException)
        {
            report.Append($"The file did not end within {s_timeout.TotalMinutes:0} minutes.");
        }

        // The next file gets a new one.
        End();
        lock (_errors)
        {
            return (new PesterResult(0, 1, 0), $"{report}\n{_errors}");
        }
    }

    public async Task DisposeAsync()
    {
        End();
        if (_results.Count > 0)
        {
            var sum = _results.Aggregate((a, b) => a + b);
            var failedFiles = _results.Count(r => r.Failed > 0);
            await File.WriteAllTextAsync(
                Path.Combine(Repository.Root, "out", "Pester.txt"),
                $"{sum.Passed} passed, {sum.Failed} failed, {sum.Skipped} skipped, in {_results.Count - failedFiles} files that passed and {failedFiles} "
                    + "that failed\n");
        }
    }

    private Process Start()
    {
        lock (_errors)
        {
            _errors.Clear();
        }

        var process = Process.Start(
            PwshTool.Describe("-File", Path.Combine(Repository.Root, "tests", "Pester", "Run.ps1"), "-FromInput", "-Pester", Repository.Metadata("Pester")))!;
        process.ErrorDataReceived += (_, e) =>
        {
            lock (_errors)
            {
                _errors.AppendLine(e.Data);
            }
        };
        process.BeginErrorReadLine();
        return process;
    }

    private void End()
    {
        _pwsh?.Kill(entireProcessTree: true);
        _pwsh?.Dispose();
        _pwsh = null;
    }
}
