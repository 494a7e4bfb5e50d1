using System.ComponentModel;
using System.Diagnostics;
using KubeApi.Client.Errors;

namespace KubeApi.Client.Authentication.Exec;

/// <summary>One run of a plugin. Its standard output and its environment do not leave this class and the response's reader.</summary>
internal static class ExecProcess
{
    // A credential has a few KB; an endless output must not fill the memory.
    private const int MaxOutput = 1 << 20;

    // A process that the plugin left running (a browser, an agent) may keep its output open.
    private static readonly TimeSpan s_rest = TimeSpan.FromSeconds(2);

    /// <summary>Runs a program; cancellation kills it with its child processes.</summary>
    /// <returns>Its standard output.</returns>
    /// <exception cref="KubeApiException">The program cannot be started, or its exit code is not 0.</exception>
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
            // The output until the end of the plugin is enough.
        }
        catch (OperationCanceledException)
        {
            Kill(process);
            throw;
        }

        return process.ExitCode == 0 ? Output(output) : throw new KubeApiException(
            FailureKind.ExecPluginFailed, $"The plugin '{path}' failed with the exit code {process.ExitCode}.")
        {
            RecommendedAction = "The warnings show its standard error. "
                + "A common cause is an expired login: log in again with the plugin's own tool.",
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
            // A prompt is not a line, so an interactive plugin writes to the console itself.
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
            // The process has already ended.
        }
    }

    private static KubeApiException Failed(string path, string what, Exception? e) => new(FailureKind.ExecPluginFailed, $"The plugin '{path}' {what}.", e);
}
