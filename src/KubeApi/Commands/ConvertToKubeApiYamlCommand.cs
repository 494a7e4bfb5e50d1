using System.Management.Automation;
using System.Text.Json.Nodes;
using KubeApi.Client.Objects;
using KubeApi.Commands.Base;
using KubeApi.Output;
using KubeApi.Session;

namespace KubeApi.Commands;

/// <summary>Makes YAML of objects: a document of each.</summary>
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

    /// <summary>Leave out what the server sets: the status, uid, resourceVersion, times.</summary>
    [Parameter]
    public SwitchParameter Clean { get; set; }

    /// <inheritdoc/>
    protected override void Process() => Attempt(InputObject, null, () =>
    {
        var yaml = YamlLoader.CreateWriter().ToYaml(Prepare(JsonWriter.Write(InputObject)));
        WriteObject(_hasWritten ? $"---\n{yaml}" : yaml);
        _hasWritten = true;
    });

    // managedFields is the server's book-keeping, and longer than the object.
    private byte[] Prepare(byte[] json) =>
        ObjectBody.Parse(json) is not JsonObject o || o["kind"] is null ? json
        : Clean ? ObjectBody.Write(ObjectBody.ForFile(o))
        : o["metadata"] is JsonObject metadata && metadata.Remove("managedFields") ? ObjectBody.Write(o) : json;
}
