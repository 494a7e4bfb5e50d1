using System.Management.Automation;
using KubeApi.Binding;
using KubeApi.Client.Errors;
using KubeApi.Client.Http;
using KubeApi.Errors;
using KubeApi.Output;
using KubeApi.Pipeline;
using KubeApi.Session;

namespace KubeApi.Operations;

/// <summary>The sessions that a command uses: the sessions of -Session, the session of a piped object, or the current session.</summary>
internal sealed class SessionScope
{
    /// <summary>The number of sessions that work at a time. One session's requests fill a core; more at once would slow each of them down.</summary>
    public const int MaxParallel = 8;

    private readonly PipelineRun _pipeline;
    private readonly SessionArgument[]? _named;
    private readonly TimeSpan? _requestTimeout;

    /// <summary>Resolves -Session. Contexts that it names are connected.</summary>
    /// <param name="pipeline">The command's run.</param>
    /// <param name="named">The value of -Session; null for none.</param>
    /// <param name="requestTimeout">The value of -RequestTimeout; null for the session's.</param>
    /// <param name="needsCurrent">Whether the command needs the current session if -Session names none.</param>
    public SessionScope(PipelineRun pipeline, SessionArgument[]? named, TimeSpan? requestTimeout, bool needsCurrent)
    {
        (_pipeline, _named, _requestTimeout) = (pipeline, named, requestTimeout);
        All = named is not null ? Resolve(named) : needsCurrent ? [Current()] : [];
        foreach (var session in All)
        {
            // The run must know before the first message that there are several sessions.
            _ = pipeline.ObserverOf(session);
        }

        Types = new ResourceTypes(pipeline, this);
    }

    /// <summary>The sessions that -Session names, or the current one if the command needs it.</summary>
    public IReadOnlyList<KubeApiSession> All { get; }

    /// <summary>The resource types of the sessions.</summary>
    public ResourceTypes Types { get; }

    /// <summary>Whether output and messages name their session.</summary>
    public bool HasSeveral => All.Count > 1;

    /// <summary>The only session.</summary>
    /// <param name="user">What needs a session, for the message: <c>A proxy</c>.</param>
    /// <exception cref="ArgumentException">The name is a pattern that matches several sessions.</exception>
    public KubeApiSession Only(string user) =>
        All is [var only] ? only : throw new ArgumentException($"{user} needs one session, but '{_named![0]}' matches {All.Count}.");

    /// <summary>A session's client, with the command's observer and -RequestTimeout.</summary>
    public ApiClient ClientOf(KubeApiSession session) => session.Client.ObservedBy(_pipeline.ObserverOf(session), _requestTimeout);

    /// <summary>
    /// The sessions for an object: the sessions of -Session, else the session of its origin, else the current one (for an object from Clixml, for example).
    /// </summary>
    /// <param name="origin">The object's origin; null for none.</param>
    /// <param name="what">The object, for the message.</param>
    /// <exception cref="KubeApiException">The origin's session was closed.</exception>
    public IReadOnlyList<KubeApiSession> For(ObjectOrigin? origin, object what) =>
        _named is not null ? All
        : origin is not { Session: var session } ? [Current()]
        : session.IsConnected ? [session]
        : throw new KubeApiException(FailureKind.SessionClosed, $"{what} came from the session '{session.Name}' ({session.Server}), which was closed.")
        {
            RecommendedAction = "Specify the session to use with -Session.",
        };

    /// <summary>
    /// The uid that an object must still have when it is changed, because another object may have taken its name. Null for another object: in another session,
    /// or in one that -Session names for an object without an origin.
    /// </summary>
    public string? UidFor(KubeApiSession session, Manifest? manifest) => UidFor(session, manifest?.Origin, manifest?.Uid);

    /// <summary>The same, by an object's origin and uid.</summary>
    public string? UidFor(KubeApiSession session, ObjectOrigin? origin, string? uid) =>
        origin is not null ? origin.Session == session ? uid : null : _named is null ? uid : null;

    private KubeApiSession Current() => SessionStore.Current ?? throw _pipeline.Fail(ErrorRecords.NoSession());

    // Each session that is missing or cannot be connected is one error. Without any session the command ends.
    private List<KubeApiSession> Resolve(SessionArgument[] arguments)
    {
        List<KubeApiSession> found = [];
        List<ErrorRecord> errors = [];
        var resolver = new SessionResolver(_pipeline.HostEnvironment, new SessionOpener(_pipeline).Prepare, MaxParallel, _pipeline.Stopped);
        foreach (var (argument, finding) in arguments.SelectMany(resolver.Expand).Select(a => (a, resolver.FindAsync(a))).ToList())
        {
            try
            {
                if (_pipeline.Wait(finding) is { } session)
                {
                    found.Add(session);
                }
                else
                {
                    errors.Add(ErrorRecords.SessionNotFound(
                        argument.ToString(),
                        argument.Session is null
                            ? SessionMessages.NotFound(argument.Name!, resolver.ContextNames)
                            : $"The session '{argument}' was closed."));
                }
            }
            catch (KubeApiException e) when (ErrorRecords.TryMake(e, argument, null) is { } record)
            {
                if (arguments.Length > 1)
                {
                    ErrorRecords.Label(record, argument.ToString());
                }

                errors.Add(record);
            }
        }

        foreach (var error in found.Count > 0 ? errors : errors[..^1])
        {
            _pipeline.Host.WriteError(error);
        }

        // A session and its name, for example, are one session.
        return found.Count > 0 ? [.. found.Distinct()] : throw _pipeline.Fail(errors[^1]);
    }
}
