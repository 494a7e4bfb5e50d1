using System.Management.Automation;
using System.Text.Json.Nodes;
using KubeApi.Binding;
using KubeApi.Client.Errors;
using KubeApi.Client.Json;
using KubeApi.Client.Requests;
using KubeApi.Client.Workloads;
using KubeApi.Client.Writing;
using KubeApi.Commands.Base;
using KubeApi.Completion;

namespace KubeApi.Commands;

/// <summary>Sets how many replicas something has, through its scale: workloads and custom resources alike.</summary>
[Cmdlet(VerbsCommon.Resize, "KubeApiWorkload", DefaultParameterSetName = NameSet, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType("KubeApi.Object")]
public sealed class ResizeKubeApiWorkloadCommand : WorkloadCmdlet
{
    private const int MaxAttempts = 5;

    /// <summary>A resource type that has a scale, by any of its names; or with the object's name.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = NameSet)]
    [ResourceTransformation]
    [ArgumentCompleter(typeof(ScaleResourceCompleter))]
    [ValidateNotNullOrEmpty]
    public override string? Resource { get; set; }

    /// <summary>How many there are to be.</summary>
    [Parameter(Mandatory = true, Position = 2, ParameterSetName = NameSet)]
    [Parameter(Mandatory = true, Position = 1, ParameterSetName = InputObjectSet)]
    [ValidateRange(0, int.MaxValue)]
    public int Replicas { get; set; }

    /// <summary>Only if this many are asked for now.</summary>
    [Parameter]
    [ValidateNotNull]
    [ValidateRange(0, int.MaxValue)]
    public int? CurrentReplicas { get; set; }

    /// <summary>Only if the object is of this version.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? ResourceVersion { get; set; }

    private protected override void Change(ObjectTarget target, Manifest? meant)
    {
        Workload.RequireScale(target.Type, Wait(target.Session.Discovery.GetAsync(Observed(target.Session), Stopped)));
        var writer = new ObjectWriter(Observed(target.Session));
        for (var attempt = 1; ; attempt++)
        {
            var version = meant?.Uid is null && CurrentReplicas is null && ResourceVersion is null ? null : Check(target, Read(target, meant, "scale"));
            try
            {
                var patch = JsonNodes.Write(WorkloadPatches.Scale(Replicas, version));
                // Only the request is of the scale: the next cmdlet means the workload, as the user of this one does.
                Change(target, $"Resize to {Replicas} replicas", Options,
                    o => writer.PatchAsync(target.Type, target.Namespace, target.Name, PatchType.Merge, patch, o with { Subresource = "scale" }, Stopped));
                return;
            }
            catch (KubeApiException e) when (e.StatusCode == 409 && version is not null && attempt < MaxAttempts)
            {
                // Its controller writes its status all the time; what was asked for is judged again.
                WriteVerbose($"{target} was changed in between: it is read again.");
            }
        }
    }

    // kubectl's words.
    private string Check(ObjectTarget target, JsonObject scale)
    {
        var (replicas, version) = (scale["spec"]?["replicas"]?.GetValue<int>() ?? 0, scale["metadata"]?["resourceVersion"]?.ToString() ?? "");
        var fault = CurrentReplicas is { } expected && expected != replicas ? $"Expected replicas to be {expected}, was {replicas}"
            : ResourceVersion is { } wanted && wanted != version ? $"Expected resource version to be {wanted}, was {version}"
            : null;
        return fault is null
            ? version
            : throw new KubeApiException(FailureKind.Refused, new Status { Code = 409, Reason = "Conflict", Message = $"{target}: {fault}" });
    }
}
