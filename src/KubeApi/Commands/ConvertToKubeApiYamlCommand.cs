using System.Management.Automation;
using KubeApi.Commands.Base;
using KubeApi.Operations;
using KubeApi.Output;

namespace KubeApi.Commands;

/// <summary>Converts objects to YAML, one document each.</summary>
[Cmdlet(VerbsData.ConvertTo, "KubeApiYaml")]
[OutputType(typeof(string))]
public sealed class ConvertToKubeApiYamlCommand : KubeApiCmdlet
{
    private bool _hasWritten;

    /// <summary>Objects, hashtables, arrays, values.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public object? InputObject { get; set; }

    /// <summary>Omit the fields that the server sets: status, uid, resourceVersion, times.</summary>
    [Parameter]
    public SwitchParameter Clean { get; set; }

    /// <inheritdoc/>
    protected override void Process() => Pipeline.Attempt(InputObject, null, () =>
    {
        var yaml = YamlText.Of(JsonWriter.Write(InputObject), Clean);
        WriteObject(_hasWritten ? $"---\n{yaml}" : yaml);
        _hasWritten = true;
    });
}
