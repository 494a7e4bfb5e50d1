using System.Management.Automation;
using KubeApi.Binding;
using KubeApi.Client.Json;
using KubeApi.Client.Requests;
using KubeApi.Client.Writing;
using KubeApi.Commands.Base;
using KubeApi.Completion;

namespace KubeApi.Commands;

/// <summary>Applies objects on the server's side, or replaces them.</summary>
[Cmdlet(
    VerbsCommon.Set, "KubeApiObject", DefaultParameterSetName = InputObjectSet, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(ObjectFields))]
public sealed class SetKubeApiObjectCommand : ManifestCmdlet
{
    private bool _hasWarned;

    /// <summary>Take over fields that other managers own; a warning names each field and its manager.</summary>
    [Parameter]
    public SwitchParameter ForceConflicts { get; set; }

    /// <summary>Replace the whole object, including the fields of other managers.</summary>
    [Parameter]
    public SwitchParameter Replace { get; set; }

    /// <summary>A subresource to write to: <c>status</c>.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(WriteSubresourceCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Subresource { get; set; }

    /// <summary>Wait until the objects are ready; all of them are written first.</summary>
    [Parameter]
    public SwitchParameter Wait { get; set; }

    /// <summary>How long to wait for all of them: seconds, <c>10m</c>, or a TimeSpan; 0 checks once.</summary>
    [Parameter]
    [SecondsTransformation(KeepsZero = true)]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(5);

    private protected override string Done => $"{(Replace ? "replaced" : "applied")}{DryRunSuffix}";

    private protected override bool Creates => !Replace;

    private protected override bool ReportsResult => true;

    private protected override TimeSpan? ReadyTimeout => Wait ? Timeout : null;

    private protected override void Send(ObjectTarget target, Manifest manifest)
    {
        RequireName(manifest, Replace ? "replace" : "apply");
        var client = Sessions.ClientOf(target.Session);
        var options = Changer.Options with
        {
            Subresource = Subresource ?? manifest.Subresource,
            Uid = Sessions.UidFor(target.Session, manifest),
        };
        // An object that is written back to its origin is complete and has a version. An apply would conflict with its own managers.
        if (Replace || (manifest is { Origin: not null, IsCopy: false } && !ForceConflicts))
        {
            var writer = new ObjectWriter(client);
            if (IsWrittenBack(manifest) && !MyInvocation.BoundParameters.ContainsKey(nameof(FieldManager)))
            {
                options = options with { FieldManager = FieldManagers.Edit };
            }

            Change("Replace", o => writer.ReplaceAsync(target.Type, target.Namespace, manifest.Name, manifest.Body, o, Pipeline.Stopped));
            return;
        }

        WarnIfRead(manifest);
        var body = JsonNodes.Write(ObjectBody.ForUid(ObjectBody.ForWrite(manifest.Body, keepStatus: options.Subresource is not null), options.Uid));
        var applier = new ObjectApplier(client);
        Change("Apply", o => applier.ApplyAsync(target.Type, target.Namespace, manifest.Name, body, ForceConflicts, o, Pipeline.Stopped));

        void Change(string action, Func<WriteOptions, Task<WrittenObject>> send) => Changer.Change(target, action, options, o =>
            o.DryRun
                ? new DryRun(client).CompareAsync(target.Type, target.Namespace, manifest.Name, o, () => send(o), Pipeline.Stopped)
                : send(o));
    }

    private static bool IsWrittenBack(Manifest manifest) => (manifest.Origin is not null || manifest.Uid is not null) && !manifest.IsCopy;

    private void WarnIfRead(Manifest manifest)
    {
        if (IsWrittenBack(manifest) && !_hasWarned)
        {
            _hasWarned = true;
            WriteWarning(
                $"{manifest} was read from a server: applying it makes '{FieldManager}' an owner of all its fields, including defaults and those of "
                + "controllers. To change single fields: Update-KubeApiObject.");
        }
    }
}
