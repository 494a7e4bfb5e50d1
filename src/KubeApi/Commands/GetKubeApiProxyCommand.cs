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
    protected override void Process()
    {
        var proxies = SessionStore.Proxies.All;
        WriteObject(proxies.Where(p => Id is null || Id.Contains(p.Id)), enumerateCollection: true);
        foreach (var id in (Id ?? []).Where(id => proxies.All(p => p.Id != id)))
        {
            WriteError(ErrorRecords.ProxyNotFound(id));
        }
    }
}
