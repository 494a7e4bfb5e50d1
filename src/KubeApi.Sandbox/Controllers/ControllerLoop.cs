using KubeApi.Sandbox.Store;

namespace KubeApi.Sandbox.Controllers;

/// <summary>
/// Runs the controllers after each write, on the thread that wrote: when a request is answered, everything that follows from it has happened. There is no
/// clock and no thread of their own, so nobody has to wait for them.
/// </summary>
internal sealed class ControllerLoop(ObjectStore store, params IController[] controllers)
{
    private readonly Lock _lock = new();

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

    // A defect of one is neither the others' nor that of the request whose write it follows; it works again when there is something new.
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
