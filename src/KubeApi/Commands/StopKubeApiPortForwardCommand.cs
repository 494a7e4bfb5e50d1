using System.Management.Automation;
using KubeApi.Commands.Base;
using KubeApi.Completion;
using KubeApi.Errors;
using KubeApi.Session;

namespace KubeApi.Commands;

/// <summary>Stops port-forwards, and ends their connections.</summary>
[Cmdlet(VerbsLifecycle.Stop, "KubeApiPortForward", DefaultParameterSetName = "Id")]
[OutputType(typeof(void))]
public sealed class StopKubeApiPortForwardCommand : KubeApiCmdlet
{
    /// <summary>The ids of the port-forwards.</summary>
    [Parameter(Position = 0, ParameterSetName = "Id")]
    [ArgumentCompleter(typeof(PortForwardCompleter))]
    [ValidateNotNullOrEmpty]
    public int[] Id { get; set; } = [];

    /// <summary>The port-forwards. Stopped ones are ignored.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = "InputObject")]
    [ValidateNotNull]
    public KubeApiPortForward[] InputObject { get; set; } = [];

    /// <inheritdoc/>
    protected override void Begin()
    {
        if (Id.Length == 0 && !MyInvocation.ExpectingInput && !MyInvocation.BoundParameters.ContainsKey(nameof(InputObject)))
        {
            throw SessionStore.PortForwards.NoId("port-forward", MyInvocation.MyCommand.Name);
        }
    }

    /// <inheritdoc/>
    protected override void Process()
    {
        foreach (var item in InputObject.Concat(SessionStore.PortForwards.Find(Id, id => WriteError(ErrorRecords.PortForwardNotFound(id)))))
        {
            item.Dispose();
        }
    }
}
