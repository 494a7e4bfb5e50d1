using System.Management.Automation;
using KubeApi.Binding;
using KubeApi.Client.Comparing;
using KubeApi.Client.Json;
using KubeApi.Client.Writing;
using KubeApi.Commands.Base;
using KubeApi.Completion;
using KubeApi.Output;

namespace KubeApi.Commands;

/// <summary>Compares objects with the result of the server's own dry run of an apply.</summary>
[Cmdlet(VerbsData.Compare, "KubeApiObject", DefaultParameterSetName = InputObjectSet)]
[OutputType(typeof(ObjectDifference), typeof(bool))]
public sealed class CompareKubeApiObjectCommand : ManifestCmdlet
{
    private bool _differs;

    /// <summary>Warn of each field that an apply would take over from another manager. The differences are the same without it.</summary>
    [Parameter]
    public SwitchParameter ForceConflicts { get; set; }

    /// <summary>A subresource to compare: <c>status</c>.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(WriteSubresourceCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Subresource { get; set; }

    /// <summary>Only return whether anything would change; <c>$true</c> also if an object could not be compared.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    /// <summary>Always on; not a parameter of this cmdlet.</summary>
    public override SwitchParameter DryRun
    {
        get => true;
        set { }
    }

    /// <summary>Always off; not a parameter of this cmdlet.</summary>
    public override SwitchParameter ShowManagedFields
    {
        get => false;
        set { }
    }

    /// <summary>Always on; not a parameter of this cmdlet.</summary>
    public override SwitchParameter NoServerPrint
    {
        get => true;
        set { }
    }

    // Nothing is written, so the objects of one namespace can be compared with another namespace.
    private protected override bool OverridesNamespace => true;

    private protected override string Done => "compared";

    /// <inheritdoc/>
    protected override void End()
    {
        base.End();
        // An error must not look like "in sync".
        if (Quiet)
        {
            WriteObject(_differs || !Manifests.IsComplete);
        }
    }

    private protected override void Send(ObjectTarget target, Manifest manifest)
    {
        RequireName(manifest, "compare");
        var options = Changer.Options with { Subresource = Subresource ?? manifest.Subresource };
        var body = JsonNodes.Write(ObjectBody.ForWrite(manifest.Body, keepStatus: options.Subresource is not null));
        var comparer = new ObjectComparer(Sessions.ClientOf(target.Session));
        var compared = Changer.Send(target, () => comparer.CompareApplyAsync(target.Type, target.Namespace, manifest.Name, body, options, Pipeline.Stopped));
        if (ForceConflicts)
        {
            Changer.WarnOfOverridden(target, compared.Overridden);
        }

        var (before, after) = target.IsSecret ? SecretMask.Mask(compared.Before, compared.After) : (compared.Before, compared.After);
        foreach (var difference in FieldComparison.Between(before, after, withStatus: options.Subresource is not null))
        {
            _differs = true;
            if (!Quiet)
            {
                WriteObject(new ObjectDifference(difference, target.Session.Names)
                {
                    Session = target.Session.Name,
                    Kind = target.Type.Kind,
                    Namespace = target.Namespace,
                    Name = target.Name,
                    Target = target.ToString(),
                    Applier = FieldManager,
                });
            }
        }
    }
}
