using System.Management.Automation;
using KubeApi.Binding;
using KubeApi.Commands.Base;
using KubeApi.Completion;
using KubeApi.Operations;

namespace KubeApi.Commands;

/// <summary>Opens objects as YAML in an editor, one after another, and writes back the saved objects.</summary>
[Cmdlet(
    VerbsData.Edit, "KubeApiObject", DefaultParameterSetName = NameSet, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(ObjectFields))]
public sealed class EditKubeApiObjectCommand : TargetChangeCmdlet
{
    private ObjectEditor? _editor;

    /// <summary>A subresource to edit: <c>status</c>, <c>scale</c>.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(WriteSubresourceCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Subresource { get; set; }

    /// <inheritdoc/>
    protected override void Begin()
    {
        base.Begin();
        _editor = new ObjectEditor(Pipeline, Sessions, Changer, Reader, new EditorRun(Pipeline));
    }

    private protected override void Process(ObjectTarget target, Manifest? manifest) => _editor!.Edit(target, manifest, Subresource);
}
