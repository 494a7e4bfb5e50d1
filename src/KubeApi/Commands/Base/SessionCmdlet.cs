using System.Management.Automation;
using KubeApi.Binding;
using KubeApi.Client.Configuration;
using KubeApi.Client.Discovery;
using KubeApi.Client.Http;
using KubeApi.Completion;
using KubeApi.Errors;
using KubeApi.Session;

namespace KubeApi.Commands.Base;

/// <summary>A cmdlet that talks to one or several servers.</summary>
public abstract class SessionCmdlet : KubeApiCmdlet
{
    /// <summary>The sessions to use: sessions, their names, or names of kubeconfig contexts. Without it, the current session.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(SessionCompleter))]
    [ValidateNotNullOrEmpty]
    public SessionArgument[]? Session { get; set; }

    /// <summary>The sessions that -Session names, or the current one.</summary>
    internal IReadOnlyList<KubeApiSession> Sessions { get; private set; } = [];

    /// <inheritdoc/>
    protected override void Begin() => Sessions = Session is null ? [CurrentSession()] : [.. Session.Select(Resolve)];

    /// <summary>A session's client, whose requests this cmdlet is told of.</summary>
    protected ApiClient Observed(KubeApiSession session) => session.Client.ObservedBy(Observer);

    /// <summary>What the server offers now, with a warning for each part of it that could not be read.</summary>
    internal ApiCatalog Refresh(KubeApiSession session)
    {
        var catalog = Wait(session.Discovery.RefreshAsync(Observed(session), Stopped));
        foreach (var warning in catalog.Warnings)
        {
            WriteWarning(warning);
        }

        return catalog;
    }

    /// <summary>
    /// The resource types that a name means. What was read before serves, unless it does not hold the name: a type may be new.
    /// Empty after an error was written.
    /// </summary>
    internal IReadOnlyList<ApiResource> FindResources(KubeApiSession session, string name)
    {
        var isFresh = session.Discovery.Cached is null;
        var catalog = Wait(session.Discovery.GetAsync(Observed(session), Stopped));
        var found = ResourceLookup.Find(catalog, name);
        if (found.Count == 0 && !isFresh)
        {
            catalog = Wait(session.Discovery.RefreshAsync(Observed(session), Stopped));
            found = ResourceLookup.Find(catalog, name);
        }

        if (found.Count == 0)
        {
            WriteError(ErrorRecords.ResourceTypeNotFound(name, session, ResourceLookup.Suggest(catalog, name)));
        }

        return found;
    }

    private KubeApiSession CurrentSession() => SessionStore.Current ?? throw Fail(ErrorRecords.NoSession());

    private KubeApiSession Resolve(SessionArgument argument)
    {
        if (argument.Session is { } session)
        {
            return session.IsConnected
                ? session
                : throw Fail(ErrorRecords.SessionNotFound(session.Name, $"The session '{session.Name}' was closed."));
        }

        return SessionStore.Find(argument.Name!) ?? ConnectContext(argument.Name!);
    }

    private KubeApiSession ConnectContext(string name)
    {
        var config = new KubeConfigReader(YamlLoader.CreateReader(), HostEnvironment).ReadDefault();
        if (config?.ContextNames.Contains(name) != true)
        {
            throw Fail(ErrorRecords.SessionNotFound(name, $"There is no session '{name}', and no kubeconfig context of that name."));
        }

        var session = Wait(SessionConnector.ConnectAsync(KubeConfigResolver.Resolve(config, name), name, Observer, Stopped));
        SessionStore.Add(session);
        return session;
    }
}
