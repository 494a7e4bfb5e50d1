using System.Management.Automation;
using KubeApi.Binding;
using KubeApi.Commands.Base;
using KubeApi.Completion;
using KubeApi.Errors;
using KubeApi.Session;

namespace KubeApi.Commands;

/// <summary>Closes sessions; without a name, the current one.</summary>
[Cmdlet(VerbsCommunications.Disconnect, "KubeApi")]
public sealed class DisconnectKubeApiCommand : KubeApiCmdlet
{
    /// <summary>The sessions to close, or their names, with wildcards.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(SessionCompleter))]
    [ValidateNotNullOrEmpty]
    public SessionArgument[]? Session { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        if (Session is null)
        {
            SessionStore.Remove(SessionStore.Current ?? throw Pipeline.Fail(ErrorRecords.NoSession()));
            return;
        }

        foreach (var argument in Session)
        {
            if ((argument.Session ?? SessionStore.FindIgnoringCase(argument.Name!)) is { } session)
            {
                SessionStore.Remove(session);
            }
            else if (SessionStore.FindLike(argument.Name!) is { Count: > 0 } matching)
            {
                foreach (var one in matching)
                {
                    SessionStore.Remove(one);
                }
            }
            else
            {
                WriteError(ErrorRecords.SessionNotFound(argument.Name!, SessionMessages.NotFound(argument.Name!)));
            }
        }
    }
}
