using System.Text.Json.Nodes;
using KubeApi.Sandbox.Controllers;
using KubeApi.Sandbox.Runtime;
using KubeApi.Sandbox.Store;
using KubeApi.Sandbox.Types;

namespace KubeApi.Tests.Sandbox;

/// <summary>A failing controller does not affect the response to a write.</summary>
public sealed class ControllerLoopTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_failing_controller_does_not_stop_the_others(bool failsAtOnce)
    {
        var (store, other) = (new ObjectStore(10, long.MaxValue), new Follower());
        using var clock = new SandboxClock(new StoppedClock());
        store.Written = new ControllerLoop(store, clock, new Broken(failsAtOnce), other).Settle;
        var maps = new ResourceCatalog().ConfigMaps;
        Assert.NotNull(store.TryCreate(maps, (JsonObject)JsonNode.Parse("""{"metadata":{"name":"a","namespace":"n"}}""")!));
        Assert.NotNull(store.TryCreate(maps, (JsonObject)JsonNode.Parse("""{"metadata":{"name":"b","namespace":"n"}}""")!));
        Assert.Equal(["a", "b"], other.Done);
    }

    private sealed class Broken(bool failsAtOnce) : IController
    {
        public void Observe(StoreChange change)
        {
            if (failsAtOnce)
            {
                throw new OverflowException();
            }
        }

        public bool Work() => throw new OverflowException();
    }

    private sealed class Follower : IController
    {
        private readonly Queue<string> _seen = [];

        public List<string> Done { get; } = [];

        public void Observe(StoreChange change) => _seen.Enqueue(change.Object.Name);

        public bool Work()
        {
            if (!_seen.TryDequeue(out var name))
            {
                return false;
            }

            Done.Add(name);
            return true;
        }
    }
}
