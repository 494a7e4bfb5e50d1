using System.Management.Automation;
using KubeApi.Commands.Base;

namespace KubeApi.Commands;

/// <summary>Converts quantities, such as <c>500m</c> and <c>1.5Gi</c>, to exact decimals.</summary>
[Cmdlet(VerbsData.ConvertFrom, "KubeApiQuantity")]
[OutputType(typeof(decimal))]
public sealed class ConvertFromKubeApiQuantityCommand : KubeApiCmdlet
{
    /// <summary>The quantities.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [AllowEmptyString]
    public string[] Quantity { get; set; } = [];

    /// <inheritdoc/>
    protected override void Process()
    {
        foreach (var quantity in Quantity)
        {
            Pipeline.Attempt(quantity, null, () => WriteObject(Client.Workloads.Quantity.Parse(quantity)));
        }
    }
}
