using KubeApi.Client.Requests;

namespace KubeApi.Client.Streaming.Copying;

/// <summary>Starts commands in a container of the cluster.</summary>
/// <param name="target">The container.</param>
internal sealed class ExecStarter(CommandTarget target) : ICommandStarter
{
    public Task<RemoteCommand> StartAsync(IReadOnlyList<string> command, bool hasInput, CancellationToken cancellationToken)
    {
        var options = new ExecOptions { Container = target.Container, Command = command, Stdin = hasInput };
        return RemoteCommandStart.StartAsync(target, PodRequests.Exec(target.Namespace, target.Pod, options), hasInput, cancellationToken);
    }
}
