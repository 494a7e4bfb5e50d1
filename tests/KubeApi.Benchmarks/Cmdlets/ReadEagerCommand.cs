using System.Management.Automation;
using KubeApi.Benchmarks.Children;
using KubeApi.Client.Reading;
using KubeApi.Client.Requests;
using KubeApi.Session;

namespace KubeApi.Benchmarks.Cmdlets;

/// <summary>Lists all pods over the module's own connection and with its list reader, but creates every value eagerly.</summary>
[Cmdlet(VerbsCommunications.Read, "BenchmarkEagerly")]
public sealed class ReadEagerCommand : Cmdlet
{
    [Parameter(Mandatory = true, ValueFromPipeline = true)]
    public KubeApiSession Session { get; set; } = null!;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var pages = new ListOptions { PageSize = 500 };
        foreach (var (json, _, _) in ObjectReader.ListAsync(Session.Client.ObservedBy(new PodList()), PodList.Resource, null, pages).ToBlockingEnumerable())
        {
            WriteObject(EagerObject.Read(json, Session.Names));
        }
    }
}
