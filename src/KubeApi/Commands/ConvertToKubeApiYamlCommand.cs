using System.Management.Automation;
using System.Text.Json.Nodes;
using KubeApi.Binding;
using KubeApi.Client.Json;
using KubeApi.Client.Writing;
using KubeApi.Commands.Base;
using KubeApi.Output;
using KubeApi.Yaml;

namespace KubeApi.Commands;

/// <summary>Converts objects to YAML, a document each.</summary>
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

    /// <summary>Omit what the server sets: status, uid, resourceVersion, times.</summary>
    [Parameter]
    public SwitchParameter Clean { get; set; }

    /// <inheritdoc/>
    protected override void Process() => Pipeline.Attempt(InputObject, null, () =>
    {
        var yaml = YamlLoader.CreateWriter().ToYaml(Prepare(JsonWriter.Write(InputObject)));
        WriteObject(_hasWritten ? $"---\n{yaml}" : yaml);
        _hasWritten = true;
    });

    // managedFields is often longer than the object itself.
    private byte[] Prepare(byte[] json) => JsonNodes.Parse(json) is JsonObject o && o["kind"] is not null ? JsonNodes.Write(Prepare(o)) : json;

    private JsonObject Prepare(JsonObject o)
    {
        var prepared = Clean ? ObjectBody.ForFile(o) : o;
        (prepared["metadata"] as JsonObject)?.Remove("managedFields");
        if (ManifestReader.ItemsOf(prepared) is { } items)
        {
            for (var i = 0; i < items.Count; i++)
            {
                if (items[i] is JsonObject item)
                {
                    // A JsonNode has one parent, so it is detached first.
                    items[i] = null;
                    items[i] = Prepare(item);
                }
            }
        }

        return prepared;
    }
}
