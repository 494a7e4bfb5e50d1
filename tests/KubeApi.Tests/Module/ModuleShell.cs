using System.Diagnostics;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Management.Automation.Runspaces;

namespace KubeApi.Tests.Module;

/// <summary>A runspace of the real engine with the built module imported.</summary>
internal sealed class ModuleShell : IDisposable
{
    private readonly Runspace _runspace;
    private PowerShell? _running;

    public ModuleShell(params (string Name, object? Value)[] variables)
    {
        var state = InitialSessionState.CreateDefault2();
        state.ImportPSModule([Repository.Module]);
        _runspace = RunspaceFactory.CreateRunspace(state);
        _runspace.Open();
        foreach (var (name, value) in variables)
        {
            _runspace.SessionStateProxy.SetVariable(name, value);
        }
    }

    public ShellResult Run(string script)
    {
        using var shell = PowerShell.Create(_runspace);
        _running = shell;
        shell.AddScript(script, useLocalScope: false);
        var output = new PSDataCollection<PSObject>();
        ErrorRecord? terminating = null;
        try
        {
            shell.Invoke(null, output);
        }
        catch (RuntimeException e)
        {
            terminating = e is PipelineStoppedException ? null : e.ErrorRecord;
        }

        return new ShellResult(
            [.. output], [.. shell.Streams.Error, .. terminating is null ? [] : new[] { terminating }],
            [.. shell.Streams.Warning.Select(w => w.Message)], [.. shell.Streams.Verbose.Select(v => v.Message)],
            [.. shell.Streams.Progress.Where(
                p => p.Activity.StartsWith("Listing", StringComparison.Ordinal) || p.Activity.StartsWith("Waiting", StringComparison.Ordinal))]);
    }

    /// <summary>Runs a script that must not fail.</summary>
    public IReadOnlyList<PSObject> Get(string script)
    {
        var result = Run(script);
        Assert.Empty(result.Errors.Select(e => e.ToString()));
        return result.Output;
    }

    /// <summary>Runs a script that must write exactly one error.</summary>
    public ErrorRecord Fail(string script) => Assert.Single(Run(script).Errors);

    /// <summary>The completions at the end of a line. It waits a second for the server; a user would then press the key again.</summary>
    public string Complete(string line)
    {
        for (var presses = 1; ; presses++)
        {
            var began = Stopwatch.GetTimestamp();
            var offered = string.Join(
                ',', Get(
                    $"[System.Management.Automation.CommandCompletion]::CompleteInput('{CodeGeneration.EscapeSingleQuotedStringContent(line)}', {line.Length}, "
                        + "$null).CompletionMatches.CompletionText"));
            if (Stopwatch.GetElapsedTime(began) < TimeSpan.FromSeconds(0.9) || presses == 30)
            {
                return offered;
            }
        }
    }

    /// <summary>The number of progress records of the running script.</summary>
    public int ProgressCount => _running!.Streams.Progress.Count;

    /// <summary>Stops the pipeline, like Ctrl+C.</summary>
    public void Stop() => _running!.BeginStop(null, null);

    public void Dispose() => _runspace.Dispose();
}
