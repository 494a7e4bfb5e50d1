using KubeApi.Sandbox.Store;

namespace KubeApi.Sandbox.Controllers;

/// <summary>
/// Runs the controllers after each write, on the writing thread: when a request gets its response, all its consequences have happened. Controllers have no
/// clock and no thread, so clients need not wait for them.
/// </summary>
internal sealed class ControllerLoop(ObjectStore store, params IController[] controllers)
{
    private readonly Lock _lock = new();

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
            do
            {
                while (store.TakeChange() is { } change)
                {
                    Array.ForEach(controllers, controller => Guard(controller, () =>
                    {
                        controller.Observe(change);
                        return true;
                    }));
                }
            }
            while (controllers.Any(controller => Guard(controller, controller.Work)));
        }
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
