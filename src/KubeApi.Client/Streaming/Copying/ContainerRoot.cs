using System.Globalization;
using KubeApi.Client.Errors;

namespace KubeApi.Client.Streaming.Copying;

/// <summary>Finds the file system of a container from another container of the pod, with which it shares its processes.</summary>
public static class ContainerRoot
{
    // The main process of the container has the lowest number of those in its control group.
    private const string FindScript = "grep -l \"$1\" /proc/[0-9]*/cgroup 2>/dev/null";

    /// <summary>Finds the root of a container's file system.</summary>
    /// <param name="debugger">The container that sees the processes.</param>
    /// <param name="pod">The pod.</param>
    /// <param name="container">The name of the container with the files.</param>
    /// <param name="observer">Receives retries.</param>
    /// <param name="clock">Measures pauses.</param>
    /// <param name="cancellationToken">Cancels the attempt.</param>
    /// <returns>The path of the root: <c>/proc/1/root</c>.</returns>
    /// <exception cref="KubeApiException">The container does not run, or its files cannot be read.</exception>
    public static Task<string> FindAsync(
        CommandTarget debugger, PodState pod, string container, ICopyObserver observer, TimeProvider clock, CancellationToken cancellationToken) =>
        FindAsync(new ExecStarter(debugger), pod, container, observer, clock, cancellationToken);

    internal static async Task<string> FindAsync(
        ICommandStarter starter, PodState pod, string container, ICopyObserver observer, TimeProvider clock, CancellationToken cancellationToken)
    {
        var tools = new PodTools(starter, clock, observer);
        var root = $"/proc/{await ProcessOfAsync(tools, pod, container, cancellationToken).ConfigureAwait(false)}/root";
        return await tools.StatAsync([root], cancellationToken).ConfigureAwait(false) is [{ Kind: ItemKind.Folder }] ? root : throw new KubeApiException(
            FailureKind.ItemNotFound, $"The files of the container '{container}' of the pod '{pod.Name}' cannot be read in {root}.");
    }

    private static async Task<int> ProcessOfAsync(PodTools tools, PodState pod, string container, CancellationToken cancellationToken)
    {
        if (!pod.SharesProcesses)
        {
            return 1;
        }

        // containerd://ID
        var id = pod.Container(container).LogId is { } full ? full[(full.LastIndexOf('/') + 1)..] : "";
        var found = id.Length == 0 ? "" : (await tools.RunAsync(["sh", "-c", FindScript, "sh", id], null, cancellationToken).ConfigureAwait(false)).Text;
        var processes = found.Split('\n').Select(l => l.Split('/').ElementAtOrDefault(2))
            .Select(p => int.TryParse(p, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : int.MaxValue).Order().ToList();
        return processes[0] < int.MaxValue ? processes[0] : throw new KubeApiException(
            FailureKind.ItemNotFound, $"No process of the container '{container}' was found in the pod '{pod.Name}'.");
    }
}
