using KubeApi.Sandbox.Store;

namespace KubeApi.Sandbox.Controllers;

/// <summary>Follows what is written, and does what must follow from it.</summary>
internal interface IController
{
    /// <summary>Notes what a write may ask for; writes nothing itself.</summary>
    void Observe(StoreChange change);

    /// <summary>Does a part of what is noted; false when there is nothing to do.</summary>
    bool Work();
}
