using System.Management.Automation;

namespace KubeApi.Pipeline;

/// <summary>A command that runs an action: the pipeline of a command can be stopped without the one that it runs in.</summary>
internal sealed class StoppableAction : PSCmdlet
{
    // PowerShell redirects the warnings of all commands inside an expression, but only the warnings that a command writes itself.
    private const string Script = "param($command, $action) $(& $command -Action $action) 3>&1";

    /// <summary>The action.</summary>
    [Parameter]
    public Action? Action { get; set; }

    /// <summary>Runs an action on the pipeline thread, in a pipeline of its own.</summary>
    /// <param name="action">The action; only script that it runs can be stopped.</param>
    /// <param name="limit">When to stop it.</param>
    /// <param name="host">Writes the warnings of script that it runs, so that they can be redirected like those of the command.</param>
    /// <returns>Whether it ended by itself.</returns>
    public static bool Run(Action action, TimeSpan limit, IPipelineHost host)
    {
        using var shell = PowerShell.Create(RunspaceMode.CurrentRunspace);
        // Without a scope of its own, the script fails in constrained language mode.
        shell.AddScript(Script, useLocalScope: true).AddParameter("command", new CmdletInfo("Invoke-Action", typeof(StoppableAction)))
            .AddParameter("action", action);
        using var end = new CancellationTokenSource(limit);
        using var stop = end.Token.Register(() => shell.BeginStop(null, null));
        List<WarningRecord> warnings = [];
        shell.Invoke(null, warnings);
        warnings.ForEach(w => host.WriteWarning(w.Message));
        return shell.InvocationStateInfo.State != PSInvocationState.Stopped || (end.IsCancellationRequested ? false : throw new PipelineStoppedException());
    }

    /// <inheritdoc/>
    protected override void EndProcessing() => Action?.Invoke();
}
