using System.Management.Automation;
using KubeApi.Binding;
using KubeApi.Client.Json;
using KubeApi.Client.Requests;
using KubeApi.Client.Writing;
using KubeApi.Commands.Base;
using KubeApi.Completion;

namespace KubeApi.Commands;

/// <summary>Creates objects.</summary>
[Cmdlet(
    VerbsCommon.New, "KubeApiObject", DefaultParameterSetName = InputObjectSet, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(ObjectFields))]
public sealed class NewKubeApiObjectCommand : ManifestCmdlet
{
    /// <summary>Wait until the objects are ready; all of them are written first.</summary>
    [Parameter]
    public SwitchParameter Wait { get; set; }

    /// <summary>How long to wait for all of them: seconds, <c>10m</c>, or a TimeSpan; 0 checks once.</summary>
    [Parameter]
    [SecondsTransformation(KeepsZero = true)]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(5);

    private protected override string Done => $"created{DryRunSuffix}";

    private protected override TimeSpan? ReadyTimeout => Wait ? Timeout : null;

    private protected override void Send(ObjectTarget target, Manifest manifest)
    {
        var body = JsonNodes.Write(ObjectBody.ForWrite(manifest.Body));
        var writer = new ObjectWriter(Sessions.ClientOf(target.Session));
        Changer.Change(
            target, "Create", Changer.Options, o => writer.SendAsync(WriteRequests.Create(target.Type, target.Namespace, body, o), Pipeline.Stopped));
    }
}
