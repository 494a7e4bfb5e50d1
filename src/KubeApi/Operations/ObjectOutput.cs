using System.Management.Automation;
using KubeApi.Binding;
using KubeApi.Client.Errors;
using KubeApi.Client.Reading;
using KubeApi.Errors;
using KubeApi.Formatting;
using KubeApi.Output;
using KubeApi.Pipeline;
using KubeApi.Session;

namespace KubeApi.Operations;

/// <summary>Runs queries, and writes each object to the pipeline as it arrives.</summary>
/// <param name="pipeline">The command's run.</param>
/// <param name="sessions">Its sessions.</param>
/// <param name="showManagedFields">Whether to keep <c>metadata.managedFields</c>.</param>
internal sealed class ObjectOutput(PipelineRun pipeline, SessionScope sessions, bool showManagedFields)
{
    private readonly ObjectViews _views = new(ConsoleAccess.WidthOf(pipeline.Host));

    /// <summary>Runs a query in each session, all at once.</summary>
    /// <param name="queries">The queries.</param>
    /// <param name="names">The names; patterns among them select from lists.</param>
    /// <param name="item">The input that is read again; null for names.</param>
    public void Write((KubeApiSession Session, ObjectQuery Query)[] queries, ObjectNames names, PSObject? item = null)
    {
        var results = ObjectQueries.RunAll(queries, sessions.ClientOf, SessionScope.MaxParallel);
        // TYPE/NAME may be followed by objects of other types.
        var scope = ViewScope.Of(item).And(new ViewScope(sessions.HasSeveral, HasNamespaces: false, item?.BaseObject is string));
        var origin = default(ObjectOrigin);
        foreach (var (session, result) in pipeline.Pull(results))
        {
            if (result.Failure is { } failure)
            {
                pipeline.Report(WithAdvice(ErrorRecords.Make(failure, result.Target, session), item), session);
                continue;
            }

            var resource = result.Resource!;
            // One origin for all objects of a type in a row.
            origin = origin?.IsOf(session, resource) == true ? origin : new ObjectOrigin(session, resource, queries[0].Query.Subresource);
            var o = TryCreate(session, result, origin);
            if (o is not null && (!result.IsListed || names.Match(o)))
            {
                pipeline.Host.WriteObject(
                    _views.Present(o, scope.And(new ViewScope(false, result.IsOneOfSeveralNamespaces, result.IsOneOfSeveralTypes))));
            }
        }
    }

    // Only for reads by name: a delete should not be tried in other namespaces.
    private static ErrorRecord WithAdvice(ErrorRecord record, PSObject? item)
    {
        if (item is null && record is
            {
                Exception: KubeApiException { Target.Namespace: not null },
                FullyQualifiedErrorId: "ObjectNotFound",
                ErrorDetails.RecommendedAction: "",
            })
        {
            record.ErrorDetails.RecommendedAction = "To search all namespaces: -AllNamespaces.";
        }

        return record;
    }

    private object? TryCreate(KubeApiSession session, in ObjectQueryResult result, ObjectOrigin origin)
    {
        try
        {
            return ApiObject.Create(session, result, origin, showManagedFields);
        }
        catch (KubeApiException e)
        {
            pipeline.Report(result.Target, session, e);
            return null;
        }
    }
}
