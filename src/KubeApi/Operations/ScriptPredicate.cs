using System.Management.Automation;

namespace KubeApi.Operations;

/// <summary>A user's script block as a condition. On the pipeline thread.</summary>
internal static class ScriptPredicate
{
    /// <summary>Whether the script block is true for a value, which is its <c>$_</c>.</summary>
    /// <exception cref="FormatException">The script block failed; the message is that of its error.</exception>
    public static bool IsTrue(ScriptBlock script, object value)
    {
        try
        {
            // Without it, PowerShell writes most errors and continues with the next statement, at each evaluation.
            var stop = new PSVariable("ErrorActionPreference", ActionPreference.Stop);
            return LanguagePrimitives.IsTrue(script.InvokeWithContext(null, [new PSVariable("_", value), stop]));
        }
        catch (RuntimeException e) when (e is not PipelineStoppedException)
        {
            var record = e.ErrorRecord;
            throw new FormatException(e is not ActionPreferenceStopException ? e.Message : record.ErrorDetails?.Message ?? record.Exception.Message, e);
        }
    }
}
