using System.Collections;
using System.Management.Automation;
using System.Runtime.CompilerServices;
using KubeApi.Binding;
using KubeApi.Client.Requests;
using KubeApi.Client.Writing;
using KubeApi.Commands.Base;
using KubeApi.Completion;
using KubeApi.Operations;

namespace KubeApi.Commands;

/// <summary>Changes parts of objects: by a patch, by a script block that edits them, or by new labels, annotations and images.</summary>
[Cmdlet(VerbsData.Update, "KubeApiObject", DefaultParameterSetName = NameSet, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(ObjectFields))]
public sealed class UpdateKubeApiObjectCommand : TargetChangeCmdlet
{
    private const string NameAndFieldsSet = "NameAndFields";
    private const string InputObjectAndFieldsSet = "InputObjectAndFields";

    // In a box: with a field of the client's value type, Import-Module would load the client.
    private readonly StrongBox<PatchType?> _type = new();
    private PatchArgument? _patch;
    private object _typedPatch = "";
    private IDictionary? _label, _annotation;
    private object[]? _image;

    /// <summary>Resource types by any of their names: <c>deploy</c>; or with the object's name: <c>deploy/web</c>.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = NameSet)]
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = NameAndFieldsSet)]
    [ResourceTransformation]
    [ArgumentCompleter(typeof(ResourceCompleter))]
    [ValidateNotNullOrEmpty]
    public override string[]? Resource { get => base.Resource; set => base.Resource = value; }

    /// <summary>Literal names of objects, or a Namespace in which to search.</summary>
    [Parameter(Position = 1, ParameterSetName = NameSet, ValueFromPipeline = true)]
    [Parameter(Position = 1, ParameterSetName = NameAndFieldsSet, ValueFromPipeline = true)]
    [ArgumentCompleter(typeof(ObjectNameCompleter))]
    [ObjectNameTransformation]
    [ValidateNotNullOrEmpty]
    public override NameArgument[]? Name { get => base.Name; set => base.Name = value; }

    /// <summary>Objects to change, each in its own session.</summary>
    [Parameter(Mandatory = true, ParameterSetName = InputObjectSet, ValueFromPipeline = true)]
    [Parameter(Mandatory = true, ParameterSetName = InputObjectAndFieldsSet, ValueFromPipeline = true)]
    [ValidateNotNull]
    public override object? InputObject { get; set; }

    /// <summary>The change.</summary>
    [Parameter(Mandatory = true, Position = 2, ParameterSetName = NameSet)]
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = InputObjectSet)]
    [ValidateNotNull]
    public object Patch { get => _typedPatch; set => _typedPatch = Typed(value, _ => Fault(nameof(Patch), nameof(Label), nameof(Annotation), nameof(Image))); }

    /// <summary>The type of the patch.</summary>
    [Parameter(ParameterSetName = NameSet)]
    [Parameter(ParameterSetName = InputObjectSet)]
    public PatchType? Type { get => _type.Value; set => _type.Value = value; }

    /// <summary>Labels to set: <c>@{ tier = 'front' }</c>, or <c>tier=front</c>; a null value, or <c>tier-</c>, removes one.</summary>
    [Parameter(ParameterSetName = NameAndFieldsSet)]
    [Parameter(ParameterSetName = InputObjectAndFieldsSet)]
    [PairsTransformation]
    [ValidateNotNull]
    public IDictionary? Label { get => _label; set => _label = Typed(value, _ => Fault(nameof(Label), nameof(Patch), nameof(Type))); }

    /// <summary>Annotations to set, in the same way.</summary>
    [Parameter(ParameterSetName = NameAndFieldsSet)]
    [Parameter(ParameterSetName = InputObjectAndFieldsSet)]
    [PairsTransformation]
    [ValidateNotNull]
    public IDictionary? Annotation { get => _annotation; set => _annotation = Typed(value, _ => Fault(nameof(Annotation), nameof(Patch), nameof(Type))); }

    /// <summary>New images of containers: <c>app=nginx:2</c>, or <c>@{ app = 'nginx:2' }</c>.</summary>
    [Parameter(ParameterSetName = NameAndFieldsSet)]
    [Parameter(ParameterSetName = InputObjectAndFieldsSet)]
    [ValidateNotNullOrEmpty]
    public object[]? Image { get => _image; set => _image = Typed(value, _ => Fault(nameof(Image), nameof(Patch), nameof(Type))); }

    /// <summary>A subresource to change: <c>status</c>, <c>scale</c>.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(WriteSubresourceCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Subresource { get; set; }

    private string? Fault(string parameter, params string[] others) =>
        ConflictingParameters.Fault(MyInvocation, parameter, ": -Label, -Annotation and -Image are changes themselves. Use two commands.", others);

    private bool HasFields => ParameterSetName is NameAndFieldsSet or InputObjectAndFieldsSet;

    /// <inheritdoc/>
    protected override void Begin()
    {
        // An apply patch belongs to the fields that Set-KubeApiObject applies.
        if (Type == PatchType.Apply && !MyInvocation.BoundParameters.ContainsKey(nameof(FieldManager)))
        {
            FieldManager = FieldManagers.Default;
        }

        base.Begin();
    }

    /// <inheritdoc/>
    protected override void Process() => Pipeline.Attempt(TypedResources, null, () =>
    {
        _patch = HasFields ? PatchArgument.Read(Label, Annotation, Image) : PatchArgument.Read(Patch, Type);
        base.Process();
    });

    private protected override void Process(ObjectTarget target, Manifest? manifest)
    {
        if (!HasFields)
        {
            _patch!.RequireContent();
        }

        new ObjectUpdate(Pipeline, Sessions, Changer, Type, Subresource).Run(target, _patch!, manifest);
    }
}
