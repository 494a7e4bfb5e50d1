using System.Management.Automation;
using KubeApi.Binding;
using KubeApi.Completion;

namespace KubeApi.Commands.Base;

/// <summary>A cmdlet that reads information about named objects in namespaces, and about piped objects.</summary>
public abstract class NamespacedCmdlet : SessionCmdlet
{
    private protected const string NameSet = "Name";
    private protected const string InputObjectSet = "InputObject";

    /// <summary>Objects, each in its own session; or strings like <c>pod/web-1</c>.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = InputObjectSet, ValueFromPipeline = true)]
    [ValidateNotNull]
    public object? InputObject { get; set; }

    /// <summary>The namespaces to search; the default is the object's own, or the session's.</summary>
    [Parameter]
    [Alias("n")]
    [ObjectNameTransformation]
    [ArgumentCompleter(typeof(NamespaceCompleter))]
    [ValidateNotNullOrEmpty]
    public string[]? Namespace { get; set; }

    /// <summary>Search all namespaces.</summary>
    [Parameter(ParameterSetName = NameSet)]
    [Alias("A")]
    public SwitchParameter AllNamespaces { get; set; }

    /// <inheritdoc/>
    protected override bool NeedsSession => ParameterSetName != InputObjectSet;
}
