using System.ComponentModel;
using System.Diagnostics;
using KubeApi.Client.Errors;

namespace KubeApi.Client.Authentication.Exec;

/// <summary>One run of a plugin. Its standard output and its environment stay in here and in the answer's reader.</summary>
internal static class ExecProcess
{
    // A credential has a few KB; a program that writes without end must not fill the memory.
    private const int MaxOutput = 1 << 20;

    // What the plugin left running (a browser, an agent) may hold its output open for as long as it lives.
    private static readonly TimeSpan s_rest = TimeSpan.FromSeconds(2);

    /// <summary>Runs a program, and kills it with all it started if that is cancelled.</summary>
    /// <returns>What it wrote to its standard output.</returns>
    /// <exception cref="KubeApiException">It cannot be started, or its exit code is not 0.</exception>
    public static async Task<ReadOnlyMemory<byte>> RunAsync(
        ExecPlugin plugin, string path, bool isInteractive, Action<string> notice, CancellationToken cancellationToken)
    {
        using var process = Start(plugin, path, isInteractive);
        using var output = new MemoryStream();
        try
        {
            if (!isInteractive)
            {
                process.StandardInput.Close();
            }

            var reading = Task.WhenAll(
                CopyAsync(process.StandardOutput.BaseStream, output, cancellationToken),
                isInteractive ? Task.CompletedTask : ForwardErrorsAsync(process.StandardError, notice, cancellationToken));
            await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
            await reading.WaitAsync(s_rest, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // What came until its end counts.
        }
        catch (OperationCanceledException)
        {
            Kill(process);
            throw;
        }

        return process.ExitCode == 0 ? Output(output) : throw new KubeApiException(
            FailureKind.ExecPluginFailed, $"The plugin '{path}' failed with the exit code {process.ExitCode}.")
        {
            RecommendedAction = "It says why on its standard error, which is shown as warnings. "
                + "Often its login has expired: log in again with the plugin's own tool.",
        };
    }

    private static ReadOnlyMemory<byte> Output(MemoryStream output)
    {
        lock (output)
        {
            return output.ToArray();
        }
    }

    private static Process Start(ExecPlugin plugin, string path, bool isInteractive)
    {
        var start = new ProcessStartInfo(path)
        {
            UseShellExecute = false,
            RedirectStandardInput = !isInteractive,
            RedirectStandardOutput = true,
            // A prompt is no line: where the plugin talks with the user, it does so itself.
            RedirectStandardError = !isInteractive,
        };
        if (OperatingSystem.IsWindows() && BatchCommand.IsBatch(path))
        {
            start.FileName = Path.Combine(Environment.SystemDirectory, "cmd.exe");
            start.Arguments = BatchCommand.TryMake(path, plugin.Arguments) ?? throw Failed(
                path,
                "cannot be run: it is a batch file, and a quote, percent sign or line break in its path or arguments cannot be passed safely through cmd.exe",
                null);
        }
        else
        {
            foreach (var argument in plugin.Arguments)
            {
                start.ArgumentList.Add(argument);
            }
        }

        foreach (var (name, value) in plugin.Variables)
        {
            start.Environment[name] = value;
        }

        start.Environment[ExecInfo.Variable] = ExecInfo.ToJson(plugin, isInteractive);
        try
        {
            return Process.Start(start)!; // null only with UseShellExecute
        }
        catch (Exception e) when (e is Win32Exception or IOException or InvalidOperationException)
        {
            throw Failed(path, $"cannot be started: {(e is Win32Exception { NativeErrorCode: var code } ? new Win32Exception(code).Message : e.Message)}", e);
        }
    }

    private static async Task CopyAsync(Stream source, MemoryStream output, CancellationToken cancellationToken)
    {
        var buffer = new byte[8192];
        for (int read; (read = await source.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0;)
        {
            lock (output)
            {
                if (output.Length + read <= MaxOutput)
                {
                    output.Write(buffer, 0, read);
                }
            }
        }
    }

    private static async Task ForwardErrorsAsync(StreamReader error, Action<string> notice, CancellationToken cancellationToken)
    {
        while (await error.ReadLineAsync(cancellationToken).ConfigureAwait(false) is { } line)
        {
            if (TerminalText.Clean(line).Trim() is { Length: > 0 } text)
            {
                notice(text);
            }
        }
    }

    private static void Kill(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception or AggregateException)
        {
            // It has ended by itself.
        }
    }

    private static KubeApiException Failed(string path, string what, Exception? e) => new(FailureKind.ExecPluginFailed, $"The plugin '{path}' {what}.", e);
}
