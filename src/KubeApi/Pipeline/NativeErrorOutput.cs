using System.Management.Automation;

namespace KubeApi.Pipeline;

/// <summary>
/// Writes the lines of a command's standard error as PowerShell writes those of a native command: they can be redirected and collected like errors, and do not
/// end a script whose ErrorActionPreference is Stop.
/// </summary>
internal sealed class NativeErrorOutput(IPipelineHost host) : IDisposable
{
    private const string Script =
        "& { [CmdletBinding()] param([Parameter(ValueFromPipeline)] $Record) process { $PSCmdlet.WriteError($Record) } } -ErrorAction Continue";

    private SteppablePipeline? _pipeline;

    /// <summary>Writes a line.</summary>
    /// <param name="line">The line.</param>
    /// <param name="complete">Adds note properties to the record.</param>
    public void Write(string line, Func<ErrorRecord, PSObject> complete)
    {
        if (_pipeline is null)
        {
            _pipeline = ScriptBlock.Create(Script).GetSteppablePipeline();
            _pipeline.Begin(true, (EngineIntrinsics)host.SessionState.PSVariable.GetValue("ExecutionContext"));
        }

        // The id by which PowerShell recognizes such lines.
        var record = new ErrorRecord(new RemoteException(line), "NativeCommandErrorMessage", ErrorCategory.NotSpecified, line);
        _pipeline.Process(complete(record));
    }

    /// <summary>Ends the output.</summary>
    public void End()
    {
        _pipeline?.End();
        Dispose();
    }

    public void Dispose()
    {
        _pipeline?.Dispose();
        _pipeline = null;
    }
}
