using System.Management.Automation;
using KubeApi.Output;

namespace KubeApi.Benchmarks.Cmdlets;

/// <summary>The module's own way back to JSON: what a cmdlet that writes does with its input.</summary>
[Cmdlet(VerbsData.ConvertTo, "BenchmarkJson")]
public sealed class ConvertToJsonCommand : Cmdlet
{
    [Parameter(Mandatory = true, ValueFromPipeline = true)]
    public PSObject InputObject { get; set; } = null!;

    /// <inheritdoc/>
    protected override void ProcessRecord() => WriteObject(JsonWriter.Write(InputObject), enumerateCollection: false);
}
