using System.Management.Automation;
using KubeApi.Client.Access;
using KubeApi.Commands.Base;
using KubeApi.Output;

namespace KubeApi.Commands;

/// <summary>Gets the user of a session as the server identifies it: name, uid, groups and extra fields.</summary>
[Cmdlet(VerbsCommon.Get, "KubeApiIdentity")]
[OutputType(typeof(Identity))]
public sealed class GetKubeApiIdentityCommand : AccessCmdlet
{
    /// <inheritdoc/>
    protected override void End() => ForEachSession(session =>
    {
        var reading = AccessReader.ReadIdentityAsync(Sessions.ClientOf(session), ImpersonationIn(session), Pipeline.Stopped);
        WriteObject(new Identity(session, Pipeline.Wait(reading)));
    });
}
