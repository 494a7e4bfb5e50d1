using System.Management.Automation;
using KubeApi.Commands.Base;
using KubeApi.Completion;
using KubeApi.Errors;
using KubeApi.Session;

namespace KubeApi.Commands;

/// <summary>Gets the port-forwards of this process that were not stopped.</summary>
[Cmdlet(VerbsCommon.Get, "KubeApiPortForward")]
[OutputType(typeof(KubeApiPortForward))]
public sealed class GetKubeApiPortForwardCommand : KubeApiCmdlet
{
    /// <summary>The ids of the port-forwards; without it, all.</summary>
    [Parameter(Position = 0)]
    [ArgumentCompleter(typeof(PortForwardCompleter))]
    [ValidateNotNullOrEmpty]
    public int[]? Id { get; set; }

    /// <inheritdoc/>
    protected override void Process() => WriteObject(
        Id is null ? SessionStore.PortForwards.All : SessionStore.PortForwards.Find(Id, id => WriteError(ErrorRecords.PortForwardNotFound(id))),
        enumerateCollection: true);
}
