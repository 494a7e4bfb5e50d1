using System.Management.Automation;
using KubeApi.Binding;
using KubeApi.Client.Discovery;
using KubeApi.Client.Errors;
using KubeApi.Client.Requests;
using KubeApi.Commands.Base;
using KubeApi.Completion;
using KubeApi.Errors;
using KubeApi.Session;

namespace KubeApi.Commands;

/// <summary>Makes a session the current one of this runspace, and changes its default namespace.</summary>
[Cmdlet(VerbsCommon.Select, "KubeApiSession")]
[OutputType(typeof(KubeApiSession))]
public sealed class SelectKubeApiSessionCommand : KubeApiCmdlet
{
    /// <summary>The session, or its name, with wildcards if they match only one; with -Namespace alone, the current one.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [SupportsWildcards]
    [SessionTransformation]
    [ArgumentCompleter(typeof(SessionCompleter))]
    [ValidateNotNull]
    public SessionArgument? Session { get; set; }

    /// <summary>The session's new default namespace.</summary>
    [Parameter]
    [Alias("n")]
    [ObjectNameTransformation]
    [ArgumentCompleter(typeof(NamespaceCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Namespace { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        var session = Session is null ? Current() : Find(Session);
        if (Namespace is not null)
        {
            _ = PathSegment.EscapeNamespace(Namespace);
            WarnIfMissing(session, Namespace);
            session.UseNamespace(Namespace);
        }

        SessionStore.Current = session;
        WriteObject(session);
    }

    private KubeApiSession Current() =>
        Namespace is null ? throw new ArgumentException("Specify the session to make current, or the new default namespace: -Namespace NAME.")
        : SessionStore.Current ?? throw Pipeline.Fail(ErrorRecords.NoSession());

    private KubeApiSession Find(SessionArgument argument) => (argument.Session is { } given ? [given] : SessionStore.FindAll(argument.Name!)) switch
    {
        [{ IsConnected: true } session] => session,
        { Count: > 1 } several => throw new ArgumentException($"Only one session can be current, but '{argument}' matches {several.Count}."),
        _ => throw Pipeline.Fail(ErrorRecords.SessionNotFound(
            argument.ToString(), argument.Session is null ? SessionMessages.NotFound(argument.Name!) : $"The session '{argument}' was closed.")),
    };

    // It may be created later. A misspelled name would cause an error in every later command, so it is a warning now.
    private void WarnIfMissing(KubeApiSession session, string name)
    {
        var client = session.Client.ObservedBy(Pipeline.ObserverOf(session));
        if (Pipeline.Wait(NamespaceLookup.FindFaultAsync(client, PodRequests.Pods, name, Pipeline.Stopped)) is { } missing)
        {
            WriteWarning($"Namespace '{name}' not found (session '{session.Name}').{NearNames.Question(missing.SimilarNames)}");
        }
    }
}
