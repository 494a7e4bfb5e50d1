using System.Management.Automation;

namespace KubeApi.Session;

/// <summary>When the module is removed from a runspace, the sessions that were made there are closed.</summary>
public sealed class ModuleCleanup : IModuleAssemblyCleanup
{
    /// <inheritdoc/>
    public void OnRemove(PSModuleInfo psModuleInfo) => SessionStore.RemoveOwn();
}
