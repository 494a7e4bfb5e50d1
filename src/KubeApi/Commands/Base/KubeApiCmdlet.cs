using System.Collections;
using System.Management.Automation;
using KubeApi.Binding;
using KubeApi.Client.Errors;
using KubeApi.Pipeline;

namespace KubeApi.Commands.Base;

/// <summary>
/// The base of every cmdlet: cancels its requests when it is stopped, and converts failures to error records.
/// <c>Select-Object -First</c> stops a cmdlet by Dispose alone; Ctrl+C by StopProcessing.
/// </summary>
public abstract class KubeApiCmdlet : PSCmdlet, IPipelineHost, IDisposable
{
    // Not disposed: StopProcessing may come late, from another thread, and a source without a timer holds nothing to release.
    private readonly CancellationTokenSource _stop = new();
    private string[] _excess = [];
    private bool _hasBegun;

    /// <summary>Prepares the run.</summary>
    protected KubeApiCmdlet() => Pipeline = new PipelineRun(this);

    /// <summary>Accepts kubectl's <c>-o</c>, so that an error can name the replacement.</summary>
    [Parameter(DontShow = true)]
    [Alias("o")]
    public SwitchParameter Output
    {
        get => default;
        set => Pipeline.Guard(() => KubectlOption.Refuse(MyInvocation, "-o"));
    }

    /// <summary>Accepts all other arguments, so that an error can show the correct syntax.</summary>
    [Parameter(ValueFromRemainingArguments = true, DontShow = true)]
    public virtual string[] ExcessArgument
    {
        get => _excess;
        set => Pipeline.Guard(() =>
        {
            // In "--tail=5 web-1", the option was bound as the pod, and the pod is in excess.
            KubectlOption.Refuse(MyInvocation);
            // A null is an argument, too.
            KubectlOption.Refuse(MyInvocation.MyCommand, _excess = Array.ConvertAll(value ?? [], v => v ?? ""));
        });
    }

    CancellationToken IPipelineHost.Stopped => _stop.Token;

    bool IPipelineHost.IsWhatIf => MyInvocation.BoundParameters.TryGetValue("WhatIf", out var bound)
        ? LanguagePrimitives.IsTrue(bound)
        : LanguagePrimitives.IsTrue(SessionState.PSVariable.GetValue("WhatIfPreference"));

    bool IPipelineHost.HasConfirm => MyInvocation.BoundParameters.ContainsKey("Confirm");

    /// <summary>Waits for requests, reports failures, and prompts for confirmation.</summary>
    private protected PipelineRun Pipeline { get; }

    void IPipelineHost.WriteProgress(long source, ProgressRecord record) => CommandRuntime.WriteProgress(source, record);

    /// <summary>Writes a warning without terminal control characters: it may quote a server.</summary>
    public new void WriteWarning(string text) => base.WriteWarning(TerminalText.Clean(text));

    /// <summary>Writes a verbose line without terminal control characters: it may quote a server.</summary>
    public new void WriteVerbose(string text) => base.WriteVerbose(TerminalText.Clean(text));

    /// <inheritdoc/>
    protected sealed override void BeginProcessing() => Pipeline.Guard(() =>
    {
        _hasBegun = true;
        KubectlOption.Refuse(MyInvocation);
        ConflictingParameters.Refuse(MyInvocation, () => SessionState.PSVariable.GetValue("PSDefaultParameterValues") as IDictionary);
        Begin();
    });

    /// <inheritdoc/>
    protected sealed override void ProcessRecord() => Pipeline.Guard(Process);

    /// <inheritdoc/>
    protected sealed override void EndProcessing() => Pipeline.Guard(End);

    /// <inheritdoc/>
    protected sealed override void StopProcessing() => _stop.Cancel();

    /// <summary>Runs once, before any input.</summary>
    protected virtual void Begin()
    {
    }

    /// <summary>Runs for each input object.</summary>
    protected virtual void Process()
    {
    }

    /// <summary>Runs once, after all input.</summary>
    protected virtual void End()
    {
    }

    /// <summary>
    /// Checks an argument while parameters are bound, unless it comes from the pipeline: PowerShell prompts for missing mandatory parameters before the cmdlet
    /// runs, and in <c>Resize-KubeApiWorkload web --replicas=3</c> the option was bound as a name.
    /// </summary>
    /// <param name="argument">The argument.</param>
    /// <param name="check">Returns the reason to refuse it; without it, only kubectl's options are refused.</param>
    /// <returns>The argument.</returns>
    private protected T Typed<T>(T argument, Func<T, string?>? check = null)
    {
        if (!_hasBegun && KubectlOption.Among(argument).ToArray() is { Length: > 0 } options)
        {
            // The arguments that follow are not bound yet.
            var all = CommandLineShape.Of(MyInvocation)?.Unknown ?? [];
            Pipeline.Guard(() => KubectlOption.Refuse(MyInvocation.MyCommand, options.All(all.Contains) ? all : options));
        }

        if (!_hasBegun && check?.Invoke(argument) is { } reason)
        {
            Pipeline.Guard(() => throw new ArgumentException(reason));
        }

        return argument;
    }

    /// <summary>The path of a file on PowerShell's drives, in full.</summary>
    /// <param name="path">The path.</param>
    /// <param name="parameter">The parameter's name.</param>
    /// <param name="isNew">Whether the path may be that of a new file.</param>
    private protected string Resolve(string path, string parameter, bool isNew = false) => LocalPath.Resolve(SessionState, path, parameter, isNew);

    /// <summary>Cancels the open requests.</summary>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Cancels the open requests.</summary>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
        {
            _stop.Cancel();
        }
    }
}
