using System.Management.Automation;
using KubeApi.Binding;
using KubeApi.Completion;

namespace KubeApi.Commands.Base;

/// <summary>A cmdlet that reads about objects: those that are named, in namespaces, and those of the pipeline.</summary>
public abstract class NamespacedCmdlet : SessionCmdlet
{
    private protected const string NameSet = "Name";
    private protected const string InputObjectSet = "InputObject";

    /// <summary>Objects, where they came from; or strings like <c>pod/web-1</c>.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = InputObjectSet, ValueFromPipeline = true)]
    [ValidateNotNull]
    public object? InputObject { get; set; }

    /// <summary>The namespaces to look in; without it the object's own, or the session's.</summary>
    [Parameter]
    [Alias("n")]
    [ObjectNameTransformation]
    [ArgumentCompleter(typeof(NamespaceCompleter))]
    [ValidateNotNullOrEmpty]
    public string[]? Namespace { get; set; }

    /// <summary>Look in all namespaces.</summary>
    [Parameter(ParameterSetName = NameSet)]
    [Alias("A")]
    public SwitchParameter AllNamespaces { get; set; }

    /// <inheritdoc/>
    protected override bool NeedsSession => ParameterSetName != InputObjectSet;
}
