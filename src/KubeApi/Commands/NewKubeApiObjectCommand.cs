using System.Management.Automation;
using KubeApi.Binding;
using KubeApi.Client.Json;
using KubeApi.Client.Requests;
using KubeApi.Client.Writing;
using KubeApi.Commands.Base;

namespace KubeApi.Commands;

/// <summary>Creates objects.</summary>
[Cmdlet(
    VerbsCommon.New, "KubeApiObject", DefaultParameterSetName = InputObjectSet, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType("KubeApi.Object")]
public sealed class NewKubeApiObjectCommand : ManifestCmdlet
{
    private protected override string Done => $"created{DryRunSuffix}";

    private protected override void Send(ObjectTarget target, Manifest manifest)
    {
        var body = JsonNodes.Write(ObjectBody.ForWrite(manifest.Body));
        var writer = new ObjectWriter(Sessions.ClientOf(target.Session));
        Changer.Change(
            target, "Create", Changer.Options, o => writer.SendAsync(WriteRequests.Create(target.Type, target.Namespace, body, o), Pipeline.Stopped));
    }
}
