using System.Management.Automation;
using KubeApi.Commands.Base;
using KubeApi.Completion;
using KubeApi.Errors;
using KubeApi.Session;

namespace KubeApi.Commands;

/// <summary>Stops proxies, and ends their open requests.</summary>
[Cmdlet(VerbsLifecycle.Stop, "KubeApiProxy", DefaultParameterSetName = "Id")]
[OutputType(typeof(void))]
public sealed class StopKubeApiProxyCommand : KubeApiCmdlet
{
    /// <summary>The ids of the proxies.</summary>
    [Parameter(Position = 0, ParameterSetName = "Id")]
    [ArgumentCompleter(typeof(ProxyCompleter))]
    [ValidateNotNullOrEmpty]
    public int[] Id { get; set; } = [];

    /// <summary>The proxies. Stopped ones are ignored.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = "InputObject")]
    [ValidateNotNull]
    public KubeApiProxy[] InputObject { get; set; } = [];

    /// <inheritdoc/>
    protected override void Begin()
    {
        if (Id.Length == 0 && !MyInvocation.ExpectingInput && !MyInvocation.BoundParameters.ContainsKey(nameof(InputObject)))
        {
            throw SessionStore.Proxies.NoId("proxy", MyInvocation.MyCommand.Name);
        }
    }

    /// <inheritdoc/>
    protected override void Process()
    {
        foreach (var item in InputObject.Concat(SessionStore.Proxies.Find(Id, id => WriteError(ErrorRecords.ProxyNotFound(id)))))
        {
            item.Dispose();
        }
    }
}
