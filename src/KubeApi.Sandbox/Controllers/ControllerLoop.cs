using KubeApi.Sandbox.Runtime;
using KubeApi.Sandbox.Store;

namespace KubeApi.Sandbox.Controllers;

/// <summary>
/// Runs the controllers after each write, on the writing thread: when a request gets its response, all its immediate consequences have happened, so clients
/// need not wait for them. Delayed work is scheduled on the clock, and runs on its thread.
/// </summary>
/// <param name="clock">The source of scheduled work.</param>
internal sealed class ControllerLoop(ObjectStore store, SandboxClock clock, params IController[] controllers)
{
    private readonly Lock _lock = new();

    /// <summary>The controllers of workloads, by priority. They run when the others have no work.</summary>
    public IReadOnlyList<IController> Workloads { get; set; } = [];

    /// <summary>While it is true, controllers do not run; afterwards, they catch up.</summary>
    public bool IsHeld
    {
        get;
        set
        {
            field = value;
            Settle();
        }
    }

    /// <summary>While it is true, the controllers of workloads do not run; afterwards, they catch up.</summary>
    public bool AreWorkloadsHeld
    {
        get;
        set
        {
            field = value;
            Settle();
        }
    }

    /// <summary>The number of the current run, to detect objects that never settle.</summary>
    public long Epoch { get; private set; }

    /// <summary>Runs the controllers until there is no more work.</summary>
    public void Settle()
    {
        // The running loop sees the writes of controllers.
        if (IsHeld || _lock.IsHeldByCurrentThread)
        {
            return;
        }

        lock (_lock)
        {
            Epoch++;
            do
            {
                while (store.TakeChange() is { } change)
                {
                    foreach (var controller in controllers.Concat(Workloads))
                    {
                        Guard(controller, () =>
                        {
                            controller.Observe(change);
                            return true;
                        });
                    }
                }
            }
            while (controllers.Any(Works) || (!AreWorkloadsHeld && (RunDueAction() || Workloads.Any(Works))));
        }
    }

    private static bool Works(IController controller) => Guard(controller, controller.Work);

    private bool RunDueAction()
    {
        if (clock.Take() is not { } action)
        {
            return false;
        }

        action();
        return true;
    }

    // A failing controller affects neither the others nor the request; it runs again after the next write.
    private static bool Guard(IController controller, Func<bool> step)
    {
        try
        {
            return step();
        }
        catch (Exception exception)
        {
            Console.Error.WriteLine($"{controller.GetType().Name} failed, which is a defect of the sandbox: {exception}");
            return false;
        }
    }
}
