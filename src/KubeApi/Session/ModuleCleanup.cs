using System.Management.Automation;

namespace KubeApi.Session;

/// <summary>Closes the sessions of a runspace when the module is removed from it.</summary>
public sealed class ModuleCleanup : IModuleAssemblyCleanup
{
    /// <inheritdoc/>
    public void OnRemove(PSModuleInfo psModuleInfo) => SessionStore.RemoveOwn();
}
