using KubeApi.Sandbox.Json;
using KubeApi.Sandbox.Runtime;
using KubeApi.Sandbox.Types;
using KubeApi.Sandbox.Verbs;

namespace KubeApi.Sandbox.Kubelet;

/// <summary>Stops and starts the kubelets of nodes.</summary>
internal sealed class NodePower(ResourceCatalog catalog, SandboxClock clock, Updater updater)
{
    private readonly HashSet<string> _dead = new(StringComparer.Ordinal);

    public bool IsDead(string node) => _dead.Contains(node);

    /// <summary>Stops or starts a kubelet, and sets the conditions of its node.</summary>
    /// <exception cref="ArgumentException">The node does not exist.</exception>
    public void SetAlive(string node, bool isAlive)
    {
        _ = isAlive ? _dead.Remove(node) : _dead.Add(node);
        var exists = updater.Modify(catalog.Nodes, "", node, "status", value =>
        {
            foreach (var condition in value.ObjectsAt("status.conditions"))
            {
                var isReady = condition.StringAt("type") == "Ready";
                condition["status"] = !isAlive ? "Unknown" : isReady ? "True" : "False";
                condition["lastTransitionTime"] = clock.Now;
                (condition["reason"], condition["message"]) = !isAlive ? (NodeController.Silent, "Kubelet stopped posting node status.")
                    : isReady ? ("KubeletReady", "kubelet is posting ready status")
                    : ("KubeletHasNo" + condition.StringAt("type"), "kubelet is posting ready status");
            }
        });
        if (!exists)
        {
            _dead.Remove(node);
            throw new ArgumentException($"There is no node '{node}'.");
        }
    }
}
