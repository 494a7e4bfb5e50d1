namespace KubeApi.Client.Streaming.Copying;

/// <summary>Starts commands in one container.</summary>
internal interface ICommandStarter
{
    /// <summary>Starts a command, once.</summary>
    /// <param name="command">The command and its arguments.</param>
    /// <param name="hasInput">Whether input and its end are sent.</param>
    /// <param name="cancellationToken">Cancels the attempt.</param>
    Task<RemoteCommand> StartAsync(IReadOnlyList<string> command, bool hasInput, CancellationToken cancellationToken);
}
