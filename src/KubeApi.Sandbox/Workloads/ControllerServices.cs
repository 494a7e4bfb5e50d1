using KubeApi.Sandbox.Controllers;
using KubeApi.Sandbox.Runtime;
using KubeApi.Sandbox.Store;
using KubeApi.Sandbox.Types;
using KubeApi.Sandbox.Verbs;

namespace KubeApi.Sandbox.Workloads;

/// <summary>The services that every workload controller uses.</summary>
internal sealed record ControllerServices(
    ObjectStore Store, ResourceCatalog Catalog, SandboxClock Clock, ControllerLoop Loop, Creator Creator, Updater Updater, Deleter Deleter,
    EventHistory Events);
