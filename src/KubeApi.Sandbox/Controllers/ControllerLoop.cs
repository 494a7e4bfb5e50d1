namespace KubeApi.Sandbox.Controllers;

/// <summary>
/// Runs the controllers after each write, on the thread that wrote: when a request is answered, everything that follows from it has happened. There is no
/// clock and no thread of their own, so nobody has to wait for them.
/// </summary>
internal sealed class ControllerLoop(Cluster cluster)
{
    private readonly Lock _lock = new();
    private readonly IController[] _controllers =
    [
        new NamespaceController(cluster),
        new GarbageCollector(cluster),
        new RoleAggregation(cluster),
        new DisruptionController(cluster),
        new QuotaController(cluster),
    ];

    /// <summary>While it is true nothing follows from anything; then all of it does.</summary>
    public bool IsHeld
    {
        get;
        set
        {
            field = value;
            Settle();
        }
    }

    /// <summary>Works until nothing follows from what was written.</summary>
    public void Settle()
    {
        // What a controller writes is seen by the loop that runs it.
        if (IsHeld || _lock.IsHeldByCurrentThread)
        {
            return;
        }

        lock (_lock)
        {
            do
            {
                while (cluster.Store.TakeChange() is { } change)
                {
                    Array.ForEach(_controllers, controller => controller.Observe(change));
                }
            }
            while (_controllers.Any(controller => controller.Work()));
        }
    }
}
