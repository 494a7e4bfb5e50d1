using System.Management.Automation;
using KubeApi.Formatting;
using KubeApi.Session;

namespace KubeApi.Operations;

/// <summary>Closes the sessions of a runspace, and forgets its views, when the module is removed from it.</summary>
public sealed class ModuleCleanup : IModuleAssemblyCleanup
{
    /// <inheritdoc/>
    public void OnRemove(PSModuleInfo psModuleInfo)
    {
        SessionStore.RemoveOwn();
        RunspaceViews.Forget(psModuleInfo.ModuleBase);
    }
}
