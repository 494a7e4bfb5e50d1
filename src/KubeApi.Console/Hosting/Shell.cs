using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Reflection;
using Microsoft.PowerShell;

namespace KubeApi.Console.Hosting;

/// <summary>A runspace with the module loaded, whose output goes to the console as in pwsh. Ctrl+C stops the pipeline.</summary>
internal sealed class Shell : IDisposable
{
    private readonly Host _host = new();
    private readonly Runspace _runspace;
    private PowerShell? _running;

    public Shell()
    {
        var state = InitialSessionState.CreateDefault2();
        if (OperatingSystem.IsWindows())
        {
            state.ExecutionPolicy = ExecutionPolicy.RemoteSigned;
        }

        state.ImportPSModule([ModulePath]);
        _runspace = RunspaceFactory.CreateRunspace(_host, state);
        _runspace.Open();
        System.Console.CancelKeyPress += Stop;
    }

    /// <summary>The folder of the built module.</summary>
    public static string ModulePath { get; } =
        typeof(Shell).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(a => a.Key == nameof(ModulePath)).Value!;

    /// <summary>Whether Ctrl+C was pressed.</summary>
    public bool IsStopped { get; private set; }

    /// <summary>The errors of the last command.</summary>
    public IReadOnlyList<ErrorRecord> Errors { get; private set; } = [];

    public void SetVariable(string name, object? value) => _runspace.SessionStateProxy.SetVariable(name, value);

    /// <summary>Runs a command in the global scope, and prints its output; returns 1 if it failed, else the argument of <c>exit</c>.</summary>
    public int Run(string text) => Invoke(p => p.AddScript(text, useLocalScope: false));

    /// <summary>Runs a script file with arguments.</summary>
    public int RunFile(string file, string[] arguments) => Run($"& {Quote(file)} {string.Join(' ', arguments.Select(Argument))}");

    // A parameter's name is not quoted, so that it binds as with pwsh -File.
    private static string Argument(string text) => text.Length > 1 && text[0] == '-' && char.IsLetter(text[1]) ? text : Quote(text);

    private static string Quote(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    public void Dispose()
    {
        System.Console.CancelKeyPress -= Stop;
        _runspace.Dispose();
    }

    private int Invoke(Action<PowerShell> add)
    {
        using var shell = PowerShell.Create(_runspace);
        _running = shell;
        add(shell);
        // Errors are merged into the output, to keep their order.
        shell.Commands.Commands[^1].MergeMyResults(PipelineResultTypes.Error, PipelineResultTypes.Output);
        shell.AddCommand(new CmdletInfo("Tee-KubeApiConsoleError", typeof(TeeErrorCommand))).AddParameter("Errors", new List<ErrorRecord>());
        var errors = (List<ErrorRecord>)shell.Commands.Commands[^1].Parameters[0].Value;
        shell.AddCommand("Out-Default");
        try
        {
            shell.Invoke();
        }
        catch (RuntimeException e)
        {
            errors.Add(e.ErrorRecord);
            if (e is ParseException)
            {
                _host.UI.WriteErrorLine(e.Message);
            }
            else
            {
                Print(e.ErrorRecord);
            }
        }
        finally
        {
            _running = null;
        }

        Errors = errors;
        return _host.ExitCode ?? (errors.Count > 0 ? 1 : 0);
    }

    private void Print(ErrorRecord error)
    {
        using var shell = PowerShell.Create(_runspace);
        // Marked as an error for Out-Default, as the engine does for the error stream.
        var record = PSObject.AsPSObject(error);
        record.Properties.Add(new PSNoteProperty("writeErrorStream", true));
        shell.AddCommand("Out-Default").Invoke(new[] { record });
    }

    private void Stop(object? sender, ConsoleCancelEventArgs e)
    {
        // The first Ctrl+C stops the pipeline; a second one ends the process.
        e.Cancel = !IsStopped;
        IsStopped = true;
        try
        {
            _running?.BeginStop(null, null);
        }
        catch (ObjectDisposedException)
        {
            // It has already ended.
        }
    }
}
