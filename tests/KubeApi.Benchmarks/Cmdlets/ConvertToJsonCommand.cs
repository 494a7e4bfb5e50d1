using System.Management.Automation;
using KubeApi.Output;

namespace KubeApi.Benchmarks.Cmdlets;

/// <summary>The module's conversion to JSON, as cmdlets that write convert their input.</summary>
[Cmdlet(VerbsData.ConvertTo, "BenchmarkJson")]
public sealed class ConvertToJsonCommand : Cmdlet
{
    [Parameter(Mandatory = true, ValueFromPipeline = true)]
    public PSObject InputObject { get; set; } = null!;

    /// <inheritdoc/>
    protected override void ProcessRecord() => WriteObject(JsonWriter.Write(InputObject), enumerateCollection: false);
}
