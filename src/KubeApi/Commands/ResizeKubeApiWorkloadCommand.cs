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

/// <summary>Sets the number of replicas of workloads and custom resources, through their scale.</summary>
[Cmdlet(
    VerbsCommon.Resize, "KubeApiWorkload", DefaultParameterSetName = NameSet, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(ObjectFields))]
public sealed class ResizeKubeApiWorkloadCommand : TargetChangeCmdlet
{
    private const int MaxAttempts = 5;

    // An apply with replicas intends to set them, so it must not conflict with its own scale (ApplyConflicts).
    /// <summary>Writes as the manager of applies.</summary>
    public ResizeKubeApiWorkloadCommand() => FieldManager = FieldManagers.Default;

    /// <summary>Resource types that have a scale, by any of their names; or with the object's name.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = NameSet)]
    [ResourceTransformation]
    [ArgumentCompleter(typeof(ScaleResourceCompleter))]
    [ValidateNotNullOrEmpty]
    public override string[]? Resource { get => base.Resource; set => base.Resource = value; }

    /// <summary>The desired number of replicas.</summary>
    [Parameter(Mandatory = true, Position = 2, ParameterSetName = NameSet)]
    [Parameter(Mandatory = true, Position = 1, ParameterSetName = InputObjectSet)]
    [ValidateRange(0, int.MaxValue)]
    public int Replicas { get; set; }

    /// <summary>Resize only if the current desired number is this one.</summary>
    [Parameter]
    [ValidateNotNull]
    [ValidateRange(0, int.MaxValue)]
    public int? CurrentReplicas { get; set; }

    /// <summary>Resize only if the object has this resourceVersion.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? ResourceVersion { get; set; }

    private protected override void Process(ObjectTarget target, Manifest? manifest)
    {
        var client = Sessions.ClientOf(target.Session);
        Workload.RequireScale(target.Type, Pipeline.Wait(target.Session.Discovery.GetAsync(client, Pipeline.Stopped)));
        var writer = new ObjectWriter(client);
        var needsVersion = manifest?.Uid is not null || CurrentReplicas is not null || ResourceVersion is not null;
        for (var attempt = 1; ; attempt++)
        {
            var version = needsVersion ? Check(target, Reader.Read(target, manifest, "scale")) : null;
            try
            {
                var patch = JsonNodes.Write(WorkloadPatches.Scale(Replicas, version));
                // The request addresses the scale subresource, but the output is the workload.
                Changer.Change(
                    target,
                    $"Resize to {Replicas} replicas",
                    Changer.Options,
                    o => writer.PatchAsync(
                        target.Type, target.Namespace, target.Name, PatchType.Merge, patch, AsScale(o), Pipeline.Stopped));
                return;
            }
            catch (KubeApiException e) when (e.StatusCode == 409 && version is not null && attempt < MaxAttempts)
            {
                // The controller keeps updating the status, so the conditions are checked again.
                WriteVerbose($"{target} was modified in the meantime; reading it again.");
            }
        }
    }

    private static WriteOptions AsScale(WriteOptions options) => options with { Subresource = "scale", Representation = Representation.Object };

    // The messages are kubectl's.
    private string Check(ObjectTarget target, JsonObject scale)
    {
        var (replicas, version) = ((int)(scale["spec"].Number("replicas") ?? 0), scale["metadata"].Child("resourceVersion")?.ToString() ?? "");
        var fault = CurrentReplicas is { } expected && expected != replicas ? $"Expected replicas to be {expected}, was {replicas}"
            : ResourceVersion is { } wanted && wanted != version ? $"Expected resource version to be {wanted}, was {version}"
            : null;
        return fault is null ? version : throw new KubeApiException(
            FailureKind.Refused, new Status { Code = 409, Reason = "Conflict", Message = $"{target}: {fault}" });
    }
}
