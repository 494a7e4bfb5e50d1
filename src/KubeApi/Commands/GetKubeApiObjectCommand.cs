using System.Management.Automation;
using KubeApi.Binding;
using KubeApi.Client.Errors;
using KubeApi.Client.Reading;
using KubeApi.Client.Requests;
using KubeApi.Commands.Base;
using KubeApi.Completion;
using KubeApi.Errors;
using KubeApi.Output;
using KubeApi.Session;

namespace KubeApi.Commands;

/// <summary>Gets objects of any resource type, each as soon as it has arrived; from several sessions at once.</summary>
[Cmdlet(VerbsCommon.Get, "KubeApiObject", DefaultParameterSetName = NameSet)]
[OutputType("KubeApi.Object")]
public sealed class GetKubeApiObjectCommand : ObjectSelectionCmdlet
{
    /// <summary>Objects to read again, from where they came; or strings like <c>pod/web-1</c>.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = InputObjectSet, ValueFromPipeline = true)]
    [ValidateNotNull]
    public object? InputObject { get; set; }

    /// <summary>A subresource of the named objects: <c>status</c>, <c>scale</c>.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(ReadSubresourceCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Subresource { get; set; }

    /// <summary>Only the objects' metadata: much less to send, for names and labels.</summary>
    [Parameter]
    public SwitchParameter MetadataOnly { get; set; }

    /// <summary>Objects per request; 0 for all in one.</summary>
    [Parameter(ParameterSetName = NameSet)]
    [ValidateRange(0, int.MaxValue)]
    public int PageSize { get; set; } = 500;

    /// <summary>The state of the cluster to show; <c>0</c> for whatever the server has at hand.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? ResourceVersion { get; set; }

    /// <summary>Whether -ResourceVersion is meant exactly, or at least.</summary>
    [Parameter(ParameterSetName = NameSet)]
    public ResourceVersionMatch? ResourceVersionMatch { get; set; }

    /// <summary>Keep <c>metadata.managedFields</c>.</summary>
    [Parameter]
    public SwitchParameter ShowManagedFields { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        if (ParameterSetName != InputObjectSet)
        {
            var names = Names;
            Write([.. Typed.Select(t => (t.Session, Query(t.Session, t.Resources, names)))], names);
            return;
        }

        foreach (var item in ItemsOf(InputObject))
        {
            // A null is reported as such: it has no members.
            ReadAgain(PSObject.AsPSObject(item ?? "null"));
        }
    }

    private void ReadAgain(PSObject item)
    {
        if (ResourceAndNameOf(item) is { } named)
        {
            Attempt(named, null, () => Write([.. SessionsOf(null, named).Select(s => (s, Query(s, [named], ObjectNames.None)))], ObjectNames.None, item));
        }
        else if (ObjectIdentity.Of(item) is { } identity)
        {
            Attempt(identity, null, () => Write([.. SessionsOf(identity).Select(s => (s, Query(s, identity)))], ObjectNames.None, item));
        }
        else
        {
            WriteError(ErrorRecords.NotAnObject(item));
        }
    }

    private ObjectQuery Query(KubeApiSession session, string[] resources, ObjectNames names) =>
        Query(session, resources, names, Options()) with { Subresource = Subresource };

    private ObjectQuery Query(KubeApiSession session, ObjectIdentity identity) => new()
    {
        Resources = [identity.Kind],
        Type = identity.Origin?.Type,
        ApiVersion = identity.ApiVersion,
        Names = [identity.Name],
        Namespaces = [identity.NamespaceOr(Namespace) ?? session.Namespace],
        Subresource = Subresource ?? identity.Origin?.Subresource,
        Options = Options(),
    };

    private ListOptions Options() => new()
    {
        PageSize = PageSize,
        LabelSelector = LabelSelector?.ToString(),
        FieldSelector = FieldSelector?.ToString(),
        ResourceVersion = ResourceVersion,
        ResourceVersionMatch = ResourceVersionMatch?.ToString(),
        Representation = MetadataOnly ? Representation.Metadata : Representation.Object,
    };

    private void Write((KubeApiSession Session, ObjectQuery Query)[] queries, ObjectNames names, PSObject? item = null)
    {
        var results = ObjectQueries.RunAll(queries, Observed, MaxParallelSessions);
        // What one command read of several is read again object by object: then this command does not know that there are several.
        var isOneOfSeveral = Sessions.Count > 1 || item?.TypeNames.Contains(ApiObject.OneOfSeveralTypeName) == true;
        // Likewise of several types; and whoever writes type and name is answered so.
        var isOneOfSeveralTypes = item is not null && (item.BaseObject is string || item.TypeNames.Contains(ApiObject.OneOfSeveralTypesTypeName));
        var origin = default(ObjectOrigin);
        foreach (var (session, result) in Pull(results))
        {
            if (result.Failure is { } failure)
            {
                Report(Advised(ErrorRecords.Make(failure, result.Target, session)), session);
                continue;
            }

            var resource = result.Resource!;
            // One for all objects of a type in a row.
            origin = origin?.IsOf(session, resource) == true ? origin : new ObjectOrigin(session, resource, queries[0].Query.Subresource);
            var o = TryCreate(session, result, origin, isOneOfSeveral);
            if (o is not null && (!result.IsListed || names.Match(o)))
            {
                WriteObject(isOneOfSeveralTypes || result.IsOneOfSeveralTypes ? ApiObject.AsOneOfSeveralTypes(o) : o);
            }
        }
    }

    // Only to who reads by name: nobody is to delete in namespaces that were not meant.
    private ErrorRecord Advised(ErrorRecord record)
    {
        if (InputObject is null && record is { Exception: KubeApiException { Target.Namespace: not null } e, ErrorDetails.RecommendedAction: "" }
            && ErrorRecords.IsMissingObject(e))
        {
            record.ErrorDetails.RecommendedAction = "-AllNamespaces looks in all of them.";
        }

        return record;
    }

    private object? TryCreate(KubeApiSession session, in ObjectQueryResult result, ObjectOrigin origin, bool isOneOfSeveral)
    {
        try
        {
            return ApiObject.Create(session, result, origin, ShowManagedFields, isOneOfSeveral);
        }
        catch (KubeApiException e)
        {
            Report(result.Target, session, e);
            return null;
        }
    }
}
