using System.Management.Automation;

namespace KubeApi.Binding;

/// <summary>Refuses kubectl's <c>-o</c> with an error that names the equivalent command.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class KubectlOutputAttribute : ArgumentTransformationAttribute
{
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        var format = $"{inputData}";
        var instead = format.Split('=')[0].ToLowerInvariant() switch
        {
            "yaml" => "| ConvertTo-KubeApiYaml",
            "json" => "| ConvertTo-Json -Depth 100",
            "wide" => "| Format-Table -View Wide",
            "name" => "| ForEach-Object { \"$_\" }",
            _ => "| Select-Object, Format-Table or ForEach-Object with the properties, as { $_.spec.nodeName }",
        };
        throw new ArgumentTransformationMetadataException($"-o {format} is a kubectl option. Use Get-KubeApiObject … {instead}.");
    }
}
