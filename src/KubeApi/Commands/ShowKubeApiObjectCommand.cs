using System.Management.Automation;
using KubeApi.Binding;
using KubeApi.Client.Describing;
using KubeApi.Client.Json;
using KubeApi.Commands.Base;
using KubeApi.Formatting;
using KubeApi.Operations;
using KubeApi.Pipeline;
using KubeApi.Yaml;

namespace KubeApi.Commands;

/// <summary>Shows a page about one object of any kind, line by line: in color on a console, and as plain text in a pipeline.</summary>
[Cmdlet(VerbsCommon.Show, "KubeApiObject", DefaultParameterSetName = NameSet)]
[OutputType(typeof(string))]
public sealed class ShowKubeApiObjectCommand : TargetCmdlet
{
    private bool _hasColors;
    private int _width;

    /// <summary>Skip the search for dependents, which lists each resource type.</summary>
    [Parameter]
    public SwitchParameter NoDependents { get; set; }

    /// <inheritdoc/>
    protected override void Begin()
    {
        base.Begin();
        _hasColors = ConsoleAccess.ShowsColors(this);
        _width = ConsoleAccess.ShowsOutput(this) ? ConsoleAccess.WidthOf(this) : int.MaxValue;
    }

    private protected override void Process(ObjectTarget target, Manifest? manifest)
    {
        var json = JsonNodes.Write(new TargetReader(Pipeline, Sessions).Read(target, manifest));
        var reader = new PageReader(Sessions.ClientOf(target.Session), target.Session.Discovery);
        var content = Pipeline.Wait(reader.ReadAsync(
            target.Type, JsonNodes.ParseElement(json), !NoDependents, Pipeline.Stopped));
        var page = ObjectPage.Create(content with { Place = target.Place }, YamlLoader.CreateWriter());
        foreach (var line in page.SelectMany(l => PageView.Wrap(l, _width)))
        {
            WriteObject(_hasColors ? PageView.Colored(line) : line.ToString());
        }
    }
}
