using System.Management.Automation;
using KubeApi.Binding;
using KubeApi.Client.Reading;
using KubeApi.Client.Requests;
using KubeApi.Commands.Base;
using KubeApi.Completion;
using KubeApi.Operations;
using KubeApi.Session;

namespace KubeApi.Commands;

/// <summary>Gets objects of any resource type, each as soon as it has arrived; from several sessions at once.</summary>
[Cmdlet(VerbsCommon.Get, "KubeApiObject", DefaultParameterSetName = NameSet)]
[OutputType(typeof(ObjectFields))]
public sealed class GetKubeApiObjectCommand : ObjectSelectionCmdlet
{
    private ObjectOutput? _output;

    /// <summary>Objects to read again, each from its own session; or strings like <c>pod/web-1</c>.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = InputObjectSet, ValueFromPipeline = true)]
    [ValidateNotNull]
    public object? InputObject { get; set; }

    /// <summary>A subresource of the named objects: <c>status</c>, <c>scale</c>.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(ReadSubresourceCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Subresource { get; set; }

    /// <summary>Only the objects' metadata, which is much smaller.</summary>
    [Parameter]
    public SwitchParameter MetadataOnly { get; set; }

    /// <summary>Only the objects, without the server's columns: the table then shows namespace, name and age.</summary>
    [Parameter]
    public SwitchParameter NoServerPrint { get; set; }

    // In every set: otherwise a default parameter value would choose the set, and nothing could be piped in.
    /// <summary>Objects per request; 0 for all in one.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int PageSize { get; set; } = 500;

    /// <summary>The resource version to read; <c>0</c> for any version that the server has cached.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? ResourceVersion { get; set; }

    /// <summary>Whether -ResourceVersion is the exact or the minimum version.</summary>
    [Parameter(ParameterSetName = NameSet)]
    public ResourceVersionMatch? ResourceVersionMatch { get; set; }

    /// <summary>Keep <c>metadata.managedFields</c>.</summary>
    [Parameter]
    public SwitchParameter ShowManagedFields { get; set; }

    /// <summary>Accepts kubectl's <c>-w</c>, so that an error can name the replacement.</summary>
    [Parameter(DontShow = true)]
    [Alias("w")]
    public SwitchParameter Watch { get; set; }

    /// <inheritdoc/>
    protected override void Begin()
    {
        base.Begin();
        _output = new ObjectOutput(Pipeline, Sessions, ShowManagedFields);
    }

    /// <inheritdoc/>
    protected override void Process()
    {
        if (ParameterSetName != InputObjectSet)
        {
            var names = Names;
            _output!.Write([.. SessionResources.Select(t => (t.Session, Query(t.Session, t.Resources, names)))], names);
            return;
        }

        new InputResolver(Pipeline, Sessions).ForEach(
            InputObject, Namespace, (item, targets) => _output!.Write([.. targets.Select(t => (t.Session, Query(t)))], ObjectNames.None, item));
    }

    private ObjectQuery Query(KubeApiSession session, ResourceName[] resources, ObjectNames names) =>
        Query(session, resources, names, Options()) with { Subresource = Subresource };

    private ObjectQuery Query(InputTarget target) => new()
    {
        Resources = [(target.Type.FullName, null)],
        Type = target.Type,
        Names = [target.Name],
        Namespaces = target.Namespaces,
        Subresource = Subresource ?? target.Subresource,
        Options = Options(),
    };

    private ListOptions Options() => Selectors with
    {
        PageSize = PageSize,
        ResourceVersion = ResourceVersion,
        ResourceVersionMatch = ResourceVersionMatch?.ToString(),
        Representation = MetadataOnly ? Representation.Metadata : NoServerPrint ? Representation.Object : Representation.Table,
    };
}
