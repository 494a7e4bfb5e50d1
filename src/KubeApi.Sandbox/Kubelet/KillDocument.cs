using KubeApi.Sandbox.Containers;
using KubeApi.Sandbox.Errors;
using KubeApi.Sandbox.Protocol;
using KubeApi.Sandbox.Store;
using KubeApi.Sandbox.Types;

namespace KubeApi.Sandbox.Kubelet;

/// <summary>Kills pods and nodes, for a test or for a program outside.</summary>
internal sealed class KillDocument(ObjectStore store, ResourceCatalog catalog, ContainerRuntime containers, NodePower nodes) : IDocument
{
    /// <summary>`POST /sandbox/kill` kills, `POST /sandbox/revive` starts the kubelet of a node again.</summary>
    public async Task<bool> TryHandleAsync(HttpContext context)
    {
        var query = context.Request.Query;
        var isRevival = context.Request.Path == "/sandbox/revive";
        if ((context.Request.Path != "/sandbox/kill" && !isRevival) || context.Request.Method != "POST")
        {
            return false;
        }

        var (pod, node) = (query["pod"].ToString(), query["node"].ToString());
        try
        {
            if (node.Length > 0)
            {
                nodes.SetAlive(node, isRevival);
            }
            else if (!isRevival)
            {
                KillPod(query["namespace"].ToString(), pod, query["container"].ToString() is { Length: > 0 } container ? container : null, ReadCode(query));
            }
            else
            {
                throw new ArgumentException("Name a node: ?node=NAME");
            }
        }
        catch (ArgumentException exception)
        {
            throw ApiErrors.BadRequest(exception.Message);
        }

        await ResponseWriter.TextAsync(context, 200, isRevival ? "alive\n" : "killed\n");
        return true;
    }

    /// <summary>Ends the containers of a pod, or one of them, with an exit code.</summary>
    /// <exception cref="ArgumentException">The pod or the container does not exist.</exception>
    public void KillPod(string @namespace, string name, string? container, int exitCode)
    {
        if (store.Get(catalog.Pods, @namespace, name)?.ToNode() is not { } pod || !containers.Kill(pod, container, exitCode))
        {
            throw new ArgumentException($"No container {container} of a pod '{name}' in namespace '{@namespace}' is running.");
        }
    }

    private static int ReadCode(IQueryCollection query) => query["exit-code"].ToString() switch
    {
        "" => 137,
        var text when byte.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var code) => code,
        var text => throw new ArgumentException($"An exit code is a number from 0 to 255, not '{text}'."),
    };
}
