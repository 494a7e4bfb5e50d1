using System.Management.Automation;
using KubeApi.Binding;
using KubeApi.Completion;
using KubeApi.Operations;

namespace KubeApi.Commands.Base;

/// <summary>A cmdlet for the streams of pods.</summary>
public abstract class PodCmdlet : SessionCmdlet
{
    private protected const string NameSet = "Name";
    private protected const string InputObjectSet = "InputObject";

    /// <summary>The namespace; without it the object's own, or the session's.</summary>
    [Parameter]
    [Alias("n")]
    [ObjectNameTransformation]
    [ArgumentCompleter(typeof(NamespaceCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Namespace { get; set; }

    /// <inheritdoc/>
    protected override bool NeedsSession => ParameterSetName != InputObjectSet;

    /// <summary>Finds the pods. Set by <see cref="Begin"/>.</summary>
    private protected PodTargets Pods { get; private set; } = null!;

    /// <inheritdoc/>
    protected override void Begin()
    {
        base.Begin();
        Pods = new PodTargets(Pipeline, Sessions, Namespace)
        {
            TakesSelector = MyInvocation.MyCommand.Parameters.ContainsKey(nameof(GetKubeApiLogCommand.LabelSelector)),
        };
    }
}
