using System.Management.Automation;
using KubeApi.Client.Json;
using KubeApi.Commands.Base;
using KubeApi.Formatting;
using KubeApi.Output;
using KubeApi.Yaml;

namespace KubeApi.Commands;

/// <summary>Converts YAML to objects.</summary>
[Cmdlet(VerbsData.ConvertFrom, "KubeApiYaml")]
[OutputType(typeof(PSObject))]
public sealed class ConvertFromKubeApiYamlCommand : KubeApiCmdlet
{
    private readonly List<string> _lines = [];

    /// <summary>YAML or JSON; strings without a line break are the lines of one document.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [AllowEmptyString]
    public string InputObject { get; set; } = "";

    /// <inheritdoc/>
    protected override void Process() => _lines.Add(InputObject);

    /// <inheritdoc/>
    protected override void End()
    {
        var names = new NameTable();
        var views = new ObjectViews();
        var text = _lines.Count == 1 ? _lines[0] : string.Concat(_lines.Select(l => l + "\n"));
        var number = 0;
        foreach (var (json, line) in YamlLoader.CreateReader().Read(text))
        {
            number++;
            if (!json.AsSpan().SequenceEqual("null"u8))
            {
                var o = ApiObject.Create(new JsonSource(json, names, ShowManagedFields: true), new ManifestPlace(null, number, line, 0, text));
                WriteObject(views.Present(o, ViewScope.OfManifests));
            }
        }
    }
}
