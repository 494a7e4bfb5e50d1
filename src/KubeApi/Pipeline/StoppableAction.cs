using System.Management.Automation;

namespace KubeApi.Pipeline;

/// <summary>A command that runs an action: the pipeline of a command can be stopped without the one that it runs in.</summary>
internal sealed class StoppableAction : PSCmdlet
{
    /// <summary>The action.</summary>
    [Parameter]
    public Action? Action { get; set; }

    /// <summary>Runs an action on the pipeline thread, in a pipeline of its own.</summary>
    /// <param name="action">The action; only script that it runs can be stopped.</param>
    /// <param name="limit">When to stop it.</param>
    /// <returns>Whether it ended by itself.</returns>
    public static bool Run(Action action, TimeSpan limit)
    {
        using var shell = PowerShell.Create(RunspaceMode.CurrentRunspace);
        shell.AddCommand(new CmdletInfo("Invoke-Action", typeof(StoppableAction))).AddParameter(nameof(Action), action);
        using var end = new CancellationTokenSource(limit);
        using var stop = end.Token.Register(() => shell.BeginStop(null, null));
        shell.Invoke();
        return shell.InvocationStateInfo.State != PSInvocationState.Stopped || (end.IsCancellationRequested ? false : throw new PipelineStoppedException());
    }

    /// <inheritdoc/>
    protected override void EndProcessing() => Action?.Invoke();
}
