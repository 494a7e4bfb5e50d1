using System.Management.Automation;
using KubeApi.Binding;
using KubeApi.Client.Access;
using KubeApi.Commands.Base;
using KubeApi.Completion;
using KubeApi.Errors;
using KubeApi.Operations;
using KubeApi.Output;
using KubeApi.Session;

namespace KubeApi.Commands;

/// <summary>Gets the permissions of the user in a namespace or, with -Who, the subjects that have a permission.</summary>
[Cmdlet(VerbsCommon.Get, "KubeApiAccess", DefaultParameterSetName = "Rules")]
[OutputType(typeof(AccessRule), typeof(AccessSubject))]
public sealed class GetKubeApiAccessCommand : AccessCmdlet
{
    private const string WhoSet = "Who";

    private string _verb = "";

    /// <summary>Get the subjects that have the permission by RBAC.</summary>
    [Parameter(Mandatory = true, ParameterSetName = WhoSet)]
    public SwitchParameter Who { get; set; }

    /// <summary>The verb: <c>delete</c>; for a path, an HTTP method.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = WhoSet)]
    [ArgumentCompleter(typeof(VerbCompleter))]
    [ValidateNotNullOrEmpty]
    public string Verb
    {
        get => _verb;
        // PowerShell would prompt for the switch.
        set => _verb = Typed(value, v => Who || MayHaveWho ? null
            : $"To list the subjects that have a permission: Get-KubeApiAccess -Who {QuotedArgument.Of(v)} TYPE. "
                + $"To check your own: Test-KubeApiAccess {QuotedArgument.Of(v)} TYPE.");
    }

    /// <summary>A resource type by any of its names, <c>*</c>, or a path: <c>/metrics</c>.</summary>
    [Parameter(Mandatory = true, Position = 1, ParameterSetName = WhoSet)]
    [ResourceTransformation(Several = "Run the command for each type.")]
    [ArgumentCompleter(typeof(ResourceCompleter))]
    [ValidateNotNullOrEmpty]
    public string Resource { get; set; } = "";

    /// <summary>The name of an object; without it, all objects.</summary>
    [Parameter(Position = 2, ParameterSetName = WhoSet)]
    [ObjectNameTransformation]
    [ArgumentCompleter(typeof(ObjectNameCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Name { get; set; }

    /// <summary>A subresource: <c>log</c>, <c>exec</c>.</summary>
    [Parameter(ParameterSetName = WhoSet)]
    [ArgumentCompleter(typeof(AnySubresourceCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Subresource { get; set; }

    /// <summary>The namespaces; without it the session's.</summary>
    [Parameter]
    [Alias("n")]
    [ObjectNameTransformation]
    [ArgumentCompleter(typeof(NamespaceCompleter))]
    [ValidateNotNullOrEmpty]
    public string[]? Namespace { get; set; }

    /// <summary>With -Who, the bindings of all namespaces.</summary>
    [Parameter(ParameterSetName = WhoSet)]
    [Alias("A")]
    public SwitchParameter AllNamespaces { get; set; }

    /// <inheritdoc/>
    protected override void End()
    {
        AccessTargets.CheckNamespaces(Namespace);
        if (Who)
        {
            if (As is not null || AsGroup is not null || AsUid is not null || AsExtra is not null)
            {
                throw new ArgumentException("-Who finds all subjects. Omit -As. To check one user: Test-KubeApiAccess … -As NAME.");
            }

            new AccessSubjects(Pipeline, Sessions).Write(Verb, Resource, Subresource, Name, Namespace, AllNamespaces);
            return;
        }

        foreach (var (session, @namespace) in from s in Sessions.All from n in Namespace ?? [s.Namespace] select (s, n))
        {
            Pipeline.Attempt(@namespace, session, () => WriteRules(session, @namespace));
        }
    }

    // Bound later, also from a splatted hashtable.
    private bool MayHaveWho => MyInvocation.Line is not { } line || line.Contains("-w", StringComparison.OrdinalIgnoreCase) || line.Contains('@');

    private void WriteRules(KubeApiSession session, string @namespace)
    {
        var reading = AccessReader.ReadRulesAsync(Sessions.ClientOf(session), @namespace, ImpersonationIn(session), Pipeline.Stopped);
        var found = Pipeline.Wait(reading);
        if (found.Fault is { } fault)
        {
            WriteWarning(
                $"The list for namespace '{@namespace}' (session '{session.Name}') may be incomplete: {fault.TrimEnd('.')}. "
                    + "To check one permission: Test-KubeApiAccess.");
        }

        WriteObject(found.Rules.Select(r => new AccessRule(session, @namespace, r)), enumerateCollection: true);
    }
}
