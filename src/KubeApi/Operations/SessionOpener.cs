using System.Management.Automation.Runspaces;
using KubeApi.Client.Configuration;
using KubeApi.Client.Http;
using KubeApi.Errors;
using KubeApi.Pipeline;
using KubeApi.Session;

namespace KubeApi.Operations;

/// <summary>Opens sessions, and keeps them under their names.</summary>
internal sealed class SessionOpener(PipelineRun pipeline)
{
    /// <summary>Connects. Writes warnings before the first request is sent.</summary>
    /// <param name="settings">The connection.</param>
    /// <param name="name">The session's name; null for the name in the settings.</param>
    public KubeApiSession Open(ConnectionSettings settings, string? name) => pipeline.Wait(Prepare(settings, name)());

    /// <summary>Writes the warnings, and returns a function that connects on any thread.</summary>
    public Func<Task<KubeApiSession>> Prepare(ConnectionSettings settings, string? name)
    {
        foreach (var warning in SessionConnector.WarningsOf(settings))
        {
            pipeline.Host.WriteWarning(warning);
        }

        // A port that DNS has not resolved yet does not make it another server.
        var replaced = SessionStore.Find(name ?? settings.Name) is { } older && settings.PortService is null && older.Server != settings.Server ? older : null;
        var (environment, owner, observer) = (pipeline.HostEnvironment, Runspace.DefaultRunspace.InstanceId, pipeline.ObserverOf(name ?? settings.Name));
        return async () =>
        {
            var found = EnvironmentProxy.Apply(await ServicePort.ApplyAsync(settings, pipeline.Stopped).ConfigureAwait(false), environment);
            var client = new ApiClient(found);
            var session = await SessionConnector.ConnectAsync(found, client, name, owner, observer, pipeline.Stopped).ConfigureAwait(false);
            // A proxy of the environment is not a setting of the session.
            session.Settings = found with { Proxy = settings.Proxy };
            if (replaced is not null)
            {
                observer.Warning(SessionMessages.NameReused(replaced, settings.Server));
            }

            SessionStore.Add(session);
            return session;
        };
    }
}
