using System.Management.Automation;
using KubeApi.Commands.Base;
using KubeApi.Completion;
using KubeApi.Errors;
using KubeApi.Session;

namespace KubeApi.Commands;

/// <summary>Gets the running proxies of this process.</summary>
[Cmdlet(VerbsCommon.Get, "KubeApiProxy")]
[OutputType(typeof(KubeApiProxy))]
public sealed class GetKubeApiProxyCommand : KubeApiCmdlet
{
    /// <summary>The ids of the proxies; without it, all.</summary>
    [Parameter(Position = 0)]
    [ArgumentCompleter(typeof(ProxyCompleter))]
    [ValidateNotNullOrEmpty]
    public int[]? Id { get; set; }

    /// <inheritdoc/>
    protected override void Process() => WriteObject(
        Id is null ? SessionStore.Proxies.All : SessionStore.Proxies.Find(Id, id => WriteError(ErrorRecords.ProxyNotFound(id))),
        enumerateCollection: true);
}
