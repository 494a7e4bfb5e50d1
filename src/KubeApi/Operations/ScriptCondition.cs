using System.Management.Automation;
using KubeApi.Client.Watching;

namespace KubeApi.Operations;

/// <summary>A script block is true for an object. On the pipeline thread.</summary>
/// <param name="script">The script block; the object is <c>$_</c>.</param>
/// <param name="toObject">Makes the PowerShell object of an object that exists.</param>
internal sealed class ScriptCondition(ScriptPredicate script, Func<AwaitedObject, PSObject> toObject) : IWaitCondition
{
    /// <summary>Called with the first failure, for a wait that continues.</summary>
    public Action<string>? FirstFailure { get; set; }

    public bool AllowsDeletion => false;

    public bool DependsOnTime => false;

    public WaitResult Evaluate(AwaitedObject o, DateTimeOffset now)
    {
        if (!o.Exists)
        {
            return WaitResult.Unmet("NotFound: it does not exist");
        }

        try
        {
            return script.IsTrue(toObject(o)) ? WaitResult.Met
                : WaitResult.Unmet("the script block did not return true");
        }
        catch (TimeoutException)
        {
            return WaitResult.Unmet("the script block did not end in time, and was stopped");
        }
        catch (FormatException e)
        {
            FirstFailure?.Invoke($"The script block failed for {o}: {e.Message}");
            FirstFailure = null;
            return WaitResult.Failed($"the script block failed: {e.Message}");
        }
    }

    public override string ToString() => $"{script}";
}
