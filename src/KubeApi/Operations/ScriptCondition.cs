using System.Management.Automation;
using KubeApi.Client.Watching;

namespace KubeApi.Operations;

/// <summary>A script block is true for an object. On the pipeline thread.</summary>
/// <param name="script">The script block; the object is <c>$_</c>.</param>
/// <param name="toObject">Makes the PowerShell object of an object that exists.</param>
internal sealed class ScriptCondition(ScriptBlock script, Func<AwaitedObject, PSObject> toObject) : IWaitCondition
{
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
            return ScriptPredicate.IsTrue(script, toObject(o)) ? WaitResult.Met
                : WaitResult.Unmet("the script block did not return true");
        }
        catch (FormatException e)
        {
            return WaitResult.Failed($"the script block failed: {e.Message}");
        }
    }

    public override string ToString() => $"{{{script}}}";
}
