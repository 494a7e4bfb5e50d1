namespace KubeApi.Client.Configuration;

/// <summary>Finds the port of a server whose address is only a service name, as in a pod without its environment variables.</summary>
public static class ServicePort
{
    /// <summary>Sets the port of the server's address from DNS if it has none; if DNS has no record, it stays that of https.</summary>
    public static Task<ConnectionSettings> ApplyAsync(ConnectionSettings settings, CancellationToken cancellationToken) =>
        settings.PortService is null ? Task.FromResult(settings) : ApplyAsync(settings, ResolverConfiguration.Read(), cancellationToken);

    internal static async Task<ConnectionSettings> ApplyAsync(ConnectionSettings settings, ResolverConfiguration resolver, CancellationToken cancellationToken)
    {
        if (settings.PortService is not { } service)
        {
            return settings;
        }

        var port = await SrvQuery.FindPortAsync(resolver, service, cancellationToken).ConfigureAwait(false);
        return settings with { PortService = null, Server = new UriBuilder(settings.Server) { Port = port ?? settings.Server.Port }.Uri };
    }
}
