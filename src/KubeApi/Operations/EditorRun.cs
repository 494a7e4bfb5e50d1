using System.ComponentModel;
using System.Diagnostics;
using System.Management.Automation;
using KubeApi.Pipeline;

namespace KubeApi.Operations;

/// <summary>Runs the user's editor in the terminal of this process.</summary>
internal sealed class EditorRun(PipelineRun pipeline)
{
    /// <summary>Opens a file, and returns when the editor has ended.</summary>
    /// <param name="path">The file, in full.</param>
    /// <returns>The failure; null for none.</returns>
    /// <exception cref="ArgumentException">The editor needs a console, and there is none.</exception>
    /// <exception cref="OperationCanceledException">The command was stopped, and the editor with it.</exception>
    public string? Open(string path)
    {
        var command = EditorCommand.Find(Environment.GetEnvironmentVariable, OperatingSystem.IsWindows());
        var hasTerminal = ConsoleAccess.IsTerminal(pipeline.Host);
        if (command.NeedsConsole && !hasTerminal)
        {
            throw new ArgumentException(
                $"The editor '{command.Name}' needs a console, but input or output is redirected, or the host is not a console. "
                + "To change an object without an editor: Update-KubeApiObject. To use an editor that needs no console: $env:KUBE_EDITOR.");
        }

        // GetCommand also finds scripts that are programs on Windows, such as code.cmd.
        if (pipeline.Host.SessionState.InvokeCommand.GetCommand(command.Program, CommandTypes.Application) is not ApplicationInfo program)
        {
            return $"The editor '{command.Name}' was not found.";
        }

        var start = new ProcessStartInfo(program.Path) { UseShellExecute = false, WorkingDirectory = pipeline.HostEnvironment.CurrentDirectory };
        foreach (var argument in command.Arguments.Append(path))
        {
            start.ArgumentList.Add(argument);
        }

        try
        {
            var exitCode = hasTerminal ? RunInTerminal(start) : Run(start);
            return exitCode == 0 ? null : $"The editor '{command.Name}' ended with exit code {exitCode}.";
        }
        catch (Win32Exception e)
        {
            // The message of the exception has the path and the folder, too.
            return $"The editor '{command.Name}' cannot be started: {new Win32Exception(e.NativeErrorCode).Message.TrimEnd('.')}.";
        }
    }

    /// <summary>
    /// Whether Ctrl+C was pressed while the editor ran, and the editor did not read it, as a script does not. Earlier keys are discarded.
    /// </summary>
    public bool WasInterrupted()
    {
        if (!ConsoleAccess.IsTerminal(pipeline.Host))
        {
            return false;
        }

        var before = Console.TreatControlCAsInput;
        Console.TreatControlCAsInput = true;
        try
        {
            while (Console.KeyAvailable)
            {
                if (Console.ReadKey(intercept: true) is { Key: ConsoleKey.C, Modifiers: ConsoleModifiers.Control })
                {
                    return true;
                }
            }

            return false;
        }
        finally
        {
            Console.TreatControlCAsInput = before;
        }
    }

    // Ctrl+C is a key of the editor, and must not stop the command that waits for it.
    private int RunInTerminal(ProcessStartInfo start)
    {
        var before = Console.TreatControlCAsInput;
        Console.TreatControlCAsInput = true;
        try
        {
            return Run(start);
        }
        finally
        {
            Console.TreatControlCAsInput = before;
        }
    }

    // Without progress, which would be drawn into the editor.
    private int Run(ProcessStartInfo start)
    {
        using var process = Process.Start(start)!; // null only with UseShellExecute
        using (pipeline.Stopped.Register(() => Kill(process)))
        {
            process.WaitForExit();
        }

        pipeline.Stopped.ThrowIfCancellationRequested();
        return process.ExitCode;
    }

    private static void Kill(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception)
        {
            // It has just ended.
        }
    }
}
