using System.Management.Automation;
using KubeApi.Binding;
using KubeApi.Client.Requests;
using KubeApi.Client.Writing;
using KubeApi.Completion;
using KubeApi.Operations;

namespace KubeApi.Commands.Base;

/// <summary>A cmdlet that sends whole objects: manifests, and objects that were read from a server.</summary>
public abstract class ManifestCmdlet : SessionCmdlet
{
    private protected const string InputObjectSet = "InputObject";
    private protected const string PathSet = "Path";

    /// <summary>Objects, hashtables, or YAML or JSON: strings, also line by line.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = InputObjectSet)]
    [ValidateNotNull]
    [AllowEmptyString]
    public object? InputObject { get; set; }

    /// <summary>Files and folders of manifests, with wildcards.</summary>
    [Parameter(Mandatory = true, ParameterSetName = PathSet)]
    [Alias("f")]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    /// <summary>Include subfolders.</summary>
    [Parameter(ParameterSetName = PathSet)]
    [Alias("R")]
    public SwitchParameter Recurse { get; set; }

    /// <summary>The namespace of manifests that name none; without it the session's. Objects that were read from another namespace are copied.</summary>
    [Parameter]
    [Alias("n")]
    [ObjectNameTransformation]
    [ArgumentCompleter(typeof(NamespaceCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Namespace { get; set; }

    /// <summary>The server processes the request and returns the result without storing it.</summary>
    [Parameter]
    public virtual SwitchParameter DryRun { get; set; }

    /// <summary>How the server handles unknown and duplicate fields.</summary>
    [Parameter]
    [ValidateSet("Strict", "Warn", "Ignore")]
    public string FieldValidation { get; set; } = "Strict";

    /// <summary>The field manager that owns the written fields.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string FieldManager { get; set; } = FieldManagers.Default;

    /// <summary>Keep <c>metadata.managedFields</c> in the output.</summary>
    [Parameter]
    public virtual SwitchParameter ShowManagedFields { get; set; }

    /// <summary>Only the stored objects, without the server's columns.</summary>
    [Parameter]
    public virtual SwitchParameter NoServerPrint { get; set; }

    /// <inheritdoc/>
    protected override bool NeedsSession => false;

    /// <summary>The cmdlet's action as a past participle: <c>applied</c>.</summary>
    private protected abstract string Done { get; }

    /// <summary>Whether a missing object is created, so other objects of the set can depend on it.</summary>
    private protected virtual bool Creates => true;

    /// <summary>How long to wait until the objects are ready; null for a cmdlet that does not wait.</summary>
    private protected virtual TimeSpan? ReadyTimeout => null;

    /// <summary>Whether -Namespace overrides the namespace of manifests, as it does for objects that were read.</summary>
    private protected virtual bool OverridesNamespace => false;

    /// <summary>Whether the output shows whether each object was created, configured or unchanged.</summary>
    private protected virtual bool ReportsResult => false;

    /// <summary>The objects. Set by <see cref="Begin"/>.</summary>
    private protected ManifestSet Manifests { get; private set; } = null!;

    /// <summary>Sends the changes. Set by <see cref="Begin"/>.</summary>
    private protected ObjectChanger Changer { get; private set; } = null!;

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
        Changer = new ObjectChanger(Pipeline, Sessions, options, ShowManagedFields, ReportsResult) { ReadyTimeout = ReadyTimeout };
        Manifests = new ManifestSet(Pipeline, Sessions, Send)
        {
            Done = Done,
            Namespace = Namespace,
            OverridesNamespace = OverridesNamespace,
            Creates = Creates,
            IsDryRun = Changer.IsDryRun,
        };
    }

    /// <inheritdoc/>
    protected override void Process()
    {
        if (ParameterSetName == PathSet)
        {
            Manifests.AddFiles(Path, Recurse);
        }
        else
        {
            Manifests.Add(InputObject);
        }
    }

    /// <inheritdoc/>
    protected override void End()
    {
        Manifests.Complete();
        Changer.Complete();
    }

    /// <summary>Sends one object to one server.</summary>
    private protected abstract void Send(ObjectTarget target, Manifest manifest);

    /// <summary><c> (dry run)</c> if the server stores nothing, else empty.</summary>
    private protected string DryRunSuffix => Changer.IsDryRun ? " (dry run)" : "";

    /// <summary>Rejects a manifest without a name.</summary>
    private protected static void RequireName(Manifest manifest, string action)
    {
        if (manifest.Name.Length == 0)
        {
            throw new FormatException($"Cannot {action} {manifest}: it has no metadata.name. Only New-KubeApiObject accepts generateName.");
        }
    }
}
