using System.Diagnostics;
using System.Management.Automation;
using KubeApi.Pipeline;

namespace KubeApi.Operations;

/// <summary>A user's script block as a condition. On the pipeline thread.</summary>
/// <param name="script">The script block.</param>
/// <param name="timeout">The time limit of the command, which begins now; null or zero for none.</param>
/// <param name="host">The command, which writes the warnings of the script block.</param>
internal sealed class ScriptPredicate(ScriptBlock script, TimeSpan? timeout, IPipelineHost host)
{
    // Also for a value that comes when the time is up.
    private static readonly TimeSpan s_shortest = TimeSpan.FromSeconds(1);

    private readonly long _began = Stopwatch.GetTimestamp();

    /// <summary>Whether the script block is true for a value, which is its <c>$_</c>.</summary>
    /// <exception cref="FormatException">The script block failed. The message is the message of its error.</exception>
    /// <exception cref="TimeoutException">It was stopped at the time limit.</exception>
    public bool IsTrue(object value)
    {
        var result = false;
        FormatException? failure = null;
        return !StoppableAction.Run(Evaluate, Left(), host) ? throw new TimeoutException("it did not end in time, and was stopped")
            : failure is not null ? throw failure
            : result;

        void Evaluate()
        {
            try
            {
                // Without it, PowerShell writes most errors and continues with the next statement, at each evaluation.
                var stop = new PSVariable("ErrorActionPreference", ActionPreference.Stop);
                result = LanguagePrimitives.IsTrue(script.InvokeWithContext(null, [new PSVariable("_", value), stop]));
            }
            catch (RuntimeException e) when (e is not PipelineStoppedException)
            {
                var record = e.ErrorRecord;
                failure = new FormatException(e is not ActionPreferenceStopException ? e.Message : record.ErrorDetails?.Message ?? record.Exception.Message, e);
            }
        }
    }

    /// <summary>The script block as it was written.</summary>
    public override string ToString() => $"{{{script}}}";

    private TimeSpan Left() => timeout is not { Ticks: > 0 } time ? Timeout.InfiniteTimeSpan
        : time - Stopwatch.GetElapsedTime(_began) is var left && left > s_shortest ? left
        : s_shortest;
}
