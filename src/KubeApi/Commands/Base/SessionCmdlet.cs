using System.Management.Automation;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using KubeApi.Binding;
using KubeApi.Client.Discovery;
using KubeApi.Client.Errors;
using KubeApi.Client.Http;
using KubeApi.Client.Json;
using KubeApi.Client.Reading;
using KubeApi.Client.Requests;
using KubeApi.Completion;
using KubeApi.Errors;
using KubeApi.Output;
using KubeApi.Session;

namespace KubeApi.Commands.Base;

/// <summary>A cmdlet that talks to one or several servers.</summary>
public abstract partial class SessionCmdlet : KubeApiCmdlet
{
    /// <summary>What to do where an object is not the one that was meant.</summary>
    private protected const string OtherObject = "Read the object again where it is; or name with -Session the server whose object of that name is meant.";

    // One session's requests already fill a core; more at once would only make every one of them slower.
    private protected const int MaxParallelSessions = 8;

    // Each miss reads discovery again.
    private readonly Dictionary<(KubeApiSession, string), KubeApiException> _unknown = [];

    /// <summary>The sessions to use: sessions, their names, with wildcards, or names of kubeconfig contexts. Without it, the current session.</summary>
    [Parameter]
    [SupportsWildcards]
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
    protected override void Begin()
    {
        Sessions = Session is not null ? ResolveAll(Session) : NeedsSession ? [CurrentSession()] : [];
        foreach (var session in Sessions)
        {
            // From the first message on it is known that there are several.
            _ = ObserverOf(session);
        }
    }

    /// <summary>A session's client, whose requests this cmdlet is told of.</summary>
    protected ApiClient Observed(KubeApiSession session) => session.Client.ObservedBy(ObserverOf(session), RequestTimeout);

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
    /// Looks up the types that were typed as a parameter, before anything is read or changed. One that no session knows ends the statement:
    /// -ErrorAction SilentlyContinue must not make an empty result of a typing error.
    /// </summary>
    /// <returns>Why each session cannot use each type: a row per session, in which null stands for a type that its server has.</returns>
    private protected IReadOnlyList<KubeApiException?[]> RequireTypes(params string[] resources)
    {
        string[] types = [.. resources.Select(r => r.Split('/')[0])];
        var found = Wait(TypeLookup.RunAsync([.. Sessions.Select(s => (s, Observed(s)))], types, MaxParallelSessions, Stopped));
        foreach (var (type, i) in types.Select((t, i) => (t, i)))
        {
            if (found.Count > 0 && found.All(f => f[i]?.Failure == FailureKind.ResourceTypeNotFound))
            {
                foreach (var (session, failures) in Sessions.Zip(found).SkipLast(1))
                {
                    Report(type, session, failures[i]!);
                }

                var record = ErrorRecords.Make(found[^1][i]!, type, Sessions[^1]);
                if (Sessions.Count > 1)
                {
                    ErrorRecords.Label(record, Sessions[^1].Name);
                }

                throw Fail(record);
            }
        }

        return found;
    }

    /// <summary>The one resource type that a name means.</summary>
    /// <exception cref="KubeApiException">The server has none of that name.</exception>
    internal ApiResource FindResource(KubeApiSession session, string name) =>
        Find(session, name, () => session.Discovery.FindAsync(Observed(session), name, Stopped)) is [var only] ? only
        : throw new ArgumentException($"'{name}' is a category of several resource types: name one of them.");

    /// <summary>The resource type of a manifest: as which it was read, or what its apiVersion and kind mean, letter for letter.</summary>
    /// <exception cref="KubeApiException">The server has none of that kind.</exception>
    private protected ApiResource FindResource(KubeApiSession session, Manifest manifest) =>
        manifest.Origin is { Type: var type }
            ? Find(session, $"{type.FullName} {type.Version}", () => session.Discovery.FindAsync(Observed(session), type, Stopped))
            : Find(
                session, $"{manifest.ApiVersion} {manifest.Kind}",
                () => session.Discovery.FindKindAsync(Observed(session), manifest.ApiVersion, manifest.Kind, Stopped));

    /// <summary>Looks again for types that the server did not have: there are new ones.</summary>
    private protected void ForgetUnknown() => _unknown.Clear();

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

    /// <summary>
    /// The uid that an object must have to be changed, where it came from a server: another may have taken its name since, and in another cluster, or one that
    /// nobody knows any more, the same name is another object. Null where -Session says that another is meant.
    /// </summary>
    private protected string? UidFor(KubeApiSession target, Manifest? meant) =>
        meant?.Origin is { } origin ? origin.Session == target ? meant.Uid : null
        : Session is null ? meant?.Uid : null;

    /// <summary>
    /// Works on each object that is meant: named ones of a type, or what came through the pipeline: objects, manifests, and texts like <c>deployment/web</c>.
    /// What fails is one error, and the others go on.
    /// </summary>
    /// <param name="resource">The type, or type and name; null where the pipeline says all.</param>
    /// <param name="names">Names.</param>
    /// <param name="input">What came through the pipeline; null where the type is given.</param>
    /// <param name="namespace">The namespace that is asked for; null for the object's own, or the session's.</param>
    /// <param name="work">Is told which object, and as what it came; null for a name.</param>
    private protected void ForEachTarget(string? resource, string[]? names, object? input, string? @namespace, Action<ObjectTarget, Manifest?> work)
    {
        resource = ResourceAndNameOf(input) ?? resource;
        if (resource is { Length: > 0 })
        {
            var parts = resource.Split('/', 2);
            string[] all = [.. parts.Skip(1), .. names ?? []];
            if (all.Length == 0 || Array.Exists(all, string.IsNullOrWhiteSpace))
            {
                throw new ArgumentException(
                    $"Say which object: {parts[0]}/NAME, or its names. Get-KubeApiObject {parts[0]} | {MyInvocation.MyCommand.Name} takes all.");
            }

            foreach (var (session, name) in SessionsOf(null, resource).SelectMany(s => all.Select(n => (s, n))))
            {
                Attempt($"{parts[0]}/{name}", session, () =>
                {
                    var type = FindResource(session, parts[0]);
                    work(new ObjectTarget(session, type, type.Namespaced ? @namespace ?? session.Namespace : null, name), null);
                });
            }

            return;
        }

        foreach (var manifest in ReadManifests(Bare(input) is Rollout rollout ? rollout.Workload : input))
        {
            ForEachSession(manifest, session =>
            {
                var type = FindResource(session, manifest);
                work(new ObjectTarget(session, type, ObjectTarget.NamespaceOf(type, manifest, @namespace, session), manifest.Name), manifest);
            });
        }
    }

    private byte[] Read(KubeApiSession session, ApiRequest request)
    {
        try
        {
            return Wait(ObjectReader.GetAsync(Observed(session), request, Stopped));
        }
        catch (KubeApiException e) when (e.StatusCode == 404)
        {
            throw Wait(NamespaceLookup.ExplainAsync(Observed(session), e, Stopped));
        }
    }

    /// <summary>A text like <c>deployment/web</c>; null for any other input.</summary>
    private protected static string? ResourceAndNameOf(object? input) => Bare(input) is string text && ResourceAndName().IsMatch(text) ? text : null;

    /// <summary>Works on a manifest in each of its sessions; what fails is one error.</summary>
    private protected void ForEachSession(Manifest manifest, Action<KubeApiSession> work) => Attempt(manifest, null, () =>
    {
        foreach (var session in SessionsOf(manifest.Origin, manifest))
        {
            Attempt(manifest, session, () => work(session));
        }
    });

    /// <summary>Reads the object, or a subresource of it.</summary>
    /// <exception cref="KubeApiException">It is not there; or it is another one, of the same name, than was meant.</exception>
    private protected JsonObject Read(ObjectTarget target, Manifest? meant, string? subresource = null)
    {
        var request = ResourceRequests.Get(target.Type, target.Namespace, target.Name, new ListOptions(), subresource);
        var o = (JsonObject)JsonNodes.Parse(Read(target.Session, request))!;
        return meant?.Uid is not { } uid || o["metadata"]?["uid"]?.ToString() == uid ? o : throw new KubeApiException(
            FailureKind.Refused, new Status { Code = 409, Reason = "Conflict", Message = $"{target} is another object of the same name than the one meant." })
        {
            RecommendedAction = OtherObject,
        };
    }

    /// <summary>The items of an array that stands in the place of one object; else that object.</summary>
    private protected static IEnumerable<object?> ItemsOf(object? input) => Bare(input) is object?[] items ? items : [input];

    private static object? Bare(object? input) => input is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : input;

    private T Find<T>(KubeApiSession session, string name, Func<Task<T>> find)
    {
        if (_unknown.TryGetValue((session, name), out var unknown))
        {
            throw unknown;
        }

        try
        {
            return Wait(find());
        }
        catch (KubeApiException e) when (e.Failure == FailureKind.ResourceTypeNotFound)
        {
            _unknown[(session, name)] = e;
            throw;
        }
    }

    private KubeApiSession CurrentSession() => SessionStore.Current ?? throw Fail(ErrorRecords.NoSession());

    // One that is missing, or a context that cannot be connected, is one error, and the others go on; with none left there is nothing to go on with.
    private List<KubeApiSession> ResolveAll(SessionArgument[] arguments)
    {
        List<KubeApiSession> found = [];
        List<ErrorRecord> errors = [];
        var resolver = new SessionResolver(HostEnvironment, PrepareConnect, MaxParallelSessions, Stopped);
        foreach (var (argument, finding) in arguments.SelectMany(resolver.Expand).Select(a => (a, resolver.FindAsync(a))).ToList())
        {
            try
            {
                if (Wait(finding) is { } session)
                {
                    found.Add(session);
                }
                else
                {
                    errors.Add(ErrorRecords.SessionNotFound(argument.ToString(), argument.Session is null
                        ? SessionMessages.Missing(argument.Name!, resolver.ContextNames)
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
            WriteError(error);
        }

        // A session and its name, say, are one session.
        return found.Count > 0 ? [.. found.Distinct()] : throw Fail(errors[^1]);
    }

    // A manifest in JSON or YAML has a brace, a colon or white space.
    [GeneratedRegex(@"^[^\s/:{]+/[^\s/:{]+$")]
    private static partial Regex ResourceAndName();
}
