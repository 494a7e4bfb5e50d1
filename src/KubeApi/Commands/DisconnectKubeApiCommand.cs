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
            var found = argument.Session is { } given ? [given] : SessionStore.FindAll(argument.Name!);
            foreach (var session in found)
            {
                SessionStore.Remove(session);
            }

            if (found.Count == 0)
            {
                WriteError(ErrorRecords.SessionNotFound(argument.Name!, SessionMessages.NotFound(argument.Name!)));
            }
        }
    }
}
