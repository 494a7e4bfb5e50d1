using System.Management.Automation;
using KubeApi.Binding;
using KubeApi.Commands.Base;
using KubeApi.Completion;
using KubeApi.Errors;
using KubeApi.Operations;
using KubeApi.Output;
using KubeApi.Session;

namespace KubeApi.Commands;

/// <summary>Gets the sessions of this process, the current session of this runspace, or the sessions of objects.</summary>
[Cmdlet(VerbsCommon.Get, "KubeApiSession", DefaultParameterSetName = "Name")]
[OutputType(typeof(KubeApiSession))]
public sealed class GetKubeApiSessionCommand : KubeApiCmdlet
{
    /// <summary>Names, with wildcards.</summary>
    [Parameter(Position = 0, ParameterSetName = "Name")]
    [ArgumentCompleter(typeof(SessionCompleter))]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Name { get; set; } = ["*"];

    /// <summary>Only the current session of this runspace.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Current")]
    public SwitchParameter Current { get; set; }

    /// <summary>API objects, to get the session of each; or names.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "InputObject", ValueFromPipeline = true)]
    [ValidateNotNull]
    public PSObject? InputObject { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        if (Current)
        {
            WriteObject(SessionStore.Current ?? throw Pipeline.Fail(ErrorRecords.NoSession()));
            return;
        }

        if (InputObject is { BaseObject: not string })
        {
            WriteOrigin(InputObject);
            return;
        }

        string[] names = InputObject is null ? Name : [(string)InputObject.BaseObject];
        NamedOutput.Write(this, names, SessionStore.All, s => s.Name, name => ErrorRecords.SessionNotFound(name, SessionMessages.NotFound(name)));
    }

    private void WriteOrigin(PSObject o)
    {
        if (ObjectOrigin.Of(o) is { } origin)
        {
            WriteObject(origin.Session);
        }
        else
        {
            var what = ObjectIdentity.Of(o)?.ToString() ?? "The input";
            WriteError(ErrorRecords.SessionNotFound(
                what, $"{what} has no session: it was not read from a server, or it was serialized, for example by Export-Clixml."));
        }
    }
}
