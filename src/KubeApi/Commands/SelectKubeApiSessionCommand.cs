using System.Management.Automation;
using KubeApi.Binding;
using KubeApi.Commands.Base;
using KubeApi.Completion;
using KubeApi.Errors;
using KubeApi.Session;

namespace KubeApi.Commands;

/// <summary>Makes a session the current one of this runspace.</summary>
[Cmdlet(VerbsCommon.Select, "KubeApiSession")]
[OutputType(typeof(KubeApiSession))]
public sealed class SelectKubeApiSessionCommand : KubeApiCmdlet
{
    /// <summary>The session, or its name.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ArgumentCompleter(typeof(SessionCompleter))]
    [ValidateNotNull]
    public SessionArgument Session { get; set; } = null!; // the binder sets it: it is mandatory

    /// <inheritdoc/>
    protected override void Process()
    {
        var session = Session.Session ?? SessionStore.FindIgnoringCase(Session.Name!);
        if (session is not { IsConnected: true })
        {
            throw Pipeline.Fail(
                ErrorRecords.SessionNotFound(
                    Session.ToString(), Session.Session is null ? SessionMessages.NotFound(Session.Name!) : $"The session '{Session}' was closed."));
        }

        SessionStore.Current = session;
        WriteObject(session);
    }
}
