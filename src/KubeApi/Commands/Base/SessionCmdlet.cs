using System.Management.Automation;
using KubeApi.Binding;
using KubeApi.Client.Configuration;
using KubeApi.Client.Discovery;
using KubeApi.Client.Errors;
using KubeApi.Client.Http;
using KubeApi.Completion;
using KubeApi.Errors;
using KubeApi.Output;
using KubeApi.Session;

namespace KubeApi.Commands.Base;

/// <summary>A cmdlet that talks to one or several servers.</summary>
public abstract class SessionCmdlet : KubeApiCmdlet
{
    /// <summary>The sessions to use: sessions, their names, or names of kubeconfig contexts. Without it, the current session.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(SessionOrContextCompleter))]
    [ValidateNotNullOrEmpty]
    public SessionArgument[]? Session { get; set; }

    /// <summary>How long to wait for the server to answer, instead of what the session waits: seconds, <c>2m</c>, or a TimeSpan; 0 for no limit.</summary>
    [Parameter]
    [SecondsTransformation]
    public TimeSpan? RequestTimeout { get; set; }

    /// <summary>The sessions that -Session names, or the current one.</summary>
    internal IReadOnlyList<KubeApiSession> Sessions { get; private set; } = [];

    /// <summary>Whether the current session is meant where -Session is not given; not so for objects that know their own.</summary>
    protected virtual bool NeedsSession => true;

    /// <inheritdoc/>
    protected override void Begin() => Sessions = Session is not null ? ResolveAll(Session) : NeedsSession ? [CurrentSession()] : [];

    /// <summary>A session's client, whose requests this cmdlet is told of.</summary>
    protected ApiClient Observed(KubeApiSession session) => session.Client.ObservedBy(Observer, RequestTimeout);

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

    /// <summary>The one resource type that a name means.</summary>
    /// <exception cref="KubeApiException">The server has none of that name.</exception>
    internal ApiResource FindResource(KubeApiSession session, string name) =>
        Wait(session.Discovery.FindAsync(Observed(session), name, Stopped)) is [var only] ? only
        : throw new ArgumentException($"'{name}' is a category of several resource types: name one of them.");

    /// <summary>
    /// The sessions for an object: those that -Session names, else the one it came from. One that lost its origin, as after Clixml, goes to
    /// the current session; one whose session is closed goes nowhere.
    /// </summary>
    internal IReadOnlyList<KubeApiSession> SessionsOf(ObjectIdentity identity) => SessionsOf(identity.Origin, identity);

    /// <summary>Likewise.</summary>
    /// <param name="from">Where the object came from; null for nowhere.</param>
    /// <param name="what">The object, for the message.</param>
    internal IReadOnlyList<KubeApiSession> SessionsOf(ObjectOrigin? from, object what) =>
        Session is not null ? Sessions
        : from is not { Session: var origin } ? [CurrentSession()]
        : origin.IsConnected ? [origin]
        : throw new KubeApiException(FailureKind.SessionClosed, $"{what} came from the session '{origin.Name}' ({origin.Server}), which was closed.")
        {
            RecommendedAction = "Name the session to use with -Session.",
        };

    private KubeApiSession CurrentSession() => SessionStore.Current ?? throw Fail(ErrorRecords.NoSession());

    // One that is missing, or a context that cannot be connected, is one error, and the others go on; with none left there is nothing to go on with.
    private List<KubeApiSession> ResolveAll(SessionArgument[] arguments)
    {
        List<KubeApiSession> found = [];
        List<ErrorRecord> errors = [];
        var config = new Lazy<KubeConfig?>(() => new KubeConfigReader(YamlLoader.CreateReader(), HostEnvironment).ReadDefault());
        foreach (var argument in arguments)
        {
            try
            {
                if (Resolve(argument, config) is { } session)
                {
                    found.Add(session);
                }
                else
                {
                    errors.Add(ErrorRecords.SessionNotFound(argument.ToString(), argument.Session is null
                        ? $"There is no session '{argument}', and no kubeconfig context of that name."
                        : $"The session '{argument}' was closed."));
                }
            }
            catch (KubeApiException e) when (ErrorRecords.TryMake(e, argument, null) is { } record)
            {
                errors.Add(record);
            }
        }

        if (found.Count == 0)
        {
            throw Fail(errors[0]);
        }

        errors.ForEach(WriteError);
        return found;
    }

    private KubeApiSession? Resolve(SessionArgument argument, Lazy<KubeConfig?> config) =>
        argument.Session is { } session ? session.IsConnected ? session : null
        : SessionStore.Find(argument.Name!) ?? ConnectContext(argument.Name!, config, SessionStore.FindIgnoringCase(argument.Name!));

    // A kubeconfig that cannot be read is no reason to miss a session that is there, in another case.
    private KubeApiSession? ConnectContext(string name, Lazy<KubeConfig?> config, KubeApiSession? other)
    {
        try
        {
            _ = config.Value;
        }
        catch (KubeApiException) when (other is not null)
        {
            return other;
        }

        return config.Value?.ContextNames.Contains(name) == true ? Connect(KubeConfigResolver.Resolve(config.Value, HostEnvironment, name), name) : other;
    }
}
