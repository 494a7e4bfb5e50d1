using KubeApi.Sandbox.Store;

namespace KubeApi.Sandbox.Controllers;

/// <summary>Observes writes, and reacts to them.</summary>
internal interface IController
{
    /// <summary>Records the work that a write may cause; writes nothing.</summary>
    void Observe(StoreChange change);

    /// <summary>Does a part of the recorded work; false if there is none.</summary>
    bool Work();
}
