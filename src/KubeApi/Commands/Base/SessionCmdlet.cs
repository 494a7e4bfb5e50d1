using System.Management.Automation;
using KubeApi.Binding;
using KubeApi.Completion;
using KubeApi.Operations;
using KubeApi.Session;

namespace KubeApi.Commands.Base;

/// <summary>A cmdlet that talks to one or several servers.</summary>
public abstract class SessionCmdlet : KubeApiCmdlet
{
    /// <summary>The sessions to use: sessions, their names, with wildcards, or names of kubeconfig contexts. Without it, the current session.</summary>
    [Parameter]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(SessionOrContextCompleter))]
    [ValidateNotNullOrEmpty]
    public SessionArgument[]? Session { get; set; }

    /// <summary>The time to wait for the server's response, instead of the session's: seconds, <c>2m</c>, or a TimeSpan; 0 for no limit.</summary>
    [Parameter]
    [SecondsTransformation]
    public TimeSpan? RequestTimeout { get; set; }

    /// <summary>Whether the cmdlet needs the current session without -Session; objects from the pipeline have their own.</summary>
    protected virtual bool NeedsSession => true;

    /// <summary>The sessions. Set by <see cref="Begin"/>.</summary>
    private protected SessionScope Sessions { get; private set; } = null!;

    /// <inheritdoc/>
    protected override void Begin() => Sessions = new SessionScope(Pipeline, Session, RequestTimeout, NeedsSession);

    /// <summary>Works on each session. The failure of one is an error, and does not stop the others.</summary>
    private protected void ForEachSession(Action<KubeApiSession> work)
    {
        foreach (var session in Sessions.All)
        {
            Pipeline.Attempt(session.Name, session, () => work(session));
        }
    }
}
