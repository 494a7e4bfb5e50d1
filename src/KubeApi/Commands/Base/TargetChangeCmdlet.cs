using System.Management.Automation;
using KubeApi.Binding;
using KubeApi.Client.Requests;
using KubeApi.Client.Writing;
using KubeApi.Operations;

namespace KubeApi.Commands.Base;

/// <summary>A cmdlet that changes objects one by one, and writes the stored objects.</summary>
public abstract class TargetChangeCmdlet : TargetCmdlet
{
    /// <summary>The server processes the request and returns the result without storing it.</summary>
    [Parameter]
    public SwitchParameter DryRun { get; set; }

    /// <summary>How the server handles unknown and duplicate fields.</summary>
    [Parameter]
    [ValidateSet("Strict", "Warn", "Ignore")]
    public string FieldValidation { get; set; } = "Strict";

    /// <summary>The field manager that owns the written fields.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string FieldManager { get; set; } = FieldManagers.Edit;

    /// <summary>Keep <c>metadata.managedFields</c> in the output.</summary>
    [Parameter]
    public SwitchParameter ShowManagedFields { get; set; }

    /// <summary>Only the stored objects, without the server's columns.</summary>
    [Parameter]
    public SwitchParameter NoServerPrint { get; set; }

    /// <summary>Wait until the objects are ready; all of them are written first.</summary>
    [Parameter]
    public SwitchParameter Wait { get; set; }

    /// <summary>How long to wait for all of them: seconds, <c>10m</c>, or a TimeSpan; 0 checks once.</summary>
    [Parameter]
    [SecondsTransformation(KeepsZero = true)]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Accepts kubectl's <c>-f</c>, so that an error can name the replacement.</summary>
    [Parameter(DontShow = true)]
    [Alias("f")]
    public SwitchParameter ManifestFile
    {
        get => default;
        set => Pipeline.Guard(() => KubectlOption.Refuse(MyInvocation, "-f"));
    }

    /// <summary>Sends the changes. Set by <see cref="Begin"/>.</summary>
    private protected ObjectChanger Changer { get; private set; } = null!;

    /// <summary>Reads the objects. Set by <see cref="Begin"/>.</summary>
    private protected TargetReader Reader { get; private set; } = null!;

    /// <inheritdoc/>
    protected override void Begin()
    {
        base.Begin();
        var options = new WriteOptions
        {
            FieldManager = FieldManager,
            FieldValidation = FieldValidation,
            DryRun = DryRun,
            Representation = NoServerPrint ? Representation.Object : Representation.Table,
        };
        Changer = new ObjectChanger(Pipeline, Sessions, options, ShowManagedFields) { ReadyTimeout = Wait ? Timeout : null };
        Reader = new TargetReader(Pipeline, Sessions);
    }

    /// <inheritdoc/>
    protected override void End() => Changer.Complete();
}
