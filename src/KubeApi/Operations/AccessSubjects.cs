using KubeApi.Client.Access;
using KubeApi.Client.Errors;
using KubeApi.Client.Requests;
using KubeApi.Formatting;
using KubeApi.Output;
using KubeApi.Pipeline;
using KubeApi.Session;

namespace KubeApi.Operations;

/// <summary>Finds the subjects that have a permission by RBAC, and warns of missing parts.</summary>
internal sealed class AccessSubjects(PipelineRun pipeline, SessionScope sessions)
{
    private const string OnlyRbac = "Only RBAC is covered: another authorizer of the server, such as Node or a webhook, may allow more, and members of the "
        + "group system:masters may do everything.";

    // The names of bindings and roles are long, and a narrow table would omit them.
    private const int MinTableWidth = 160;

    private readonly AccessTargets _targets = new(pipeline, sessions);

    /// <summary>Writes the subjects of each session.</summary>
    /// <param name="verb">The verb.</param>
    /// <param name="resource">A resource type, perhaps with the name of an object, <c>*</c>, or a path.</param>
    /// <param name="subresource">The subresource; null for none.</param>
    /// <param name="name">The name of an object; null for all objects.</param>
    /// <param name="namespaces">The value of -Namespace; null for the session's.</param>
    /// <param name="everywhere">Whether the bindings of all namespaces count.</param>
    public void Write(string verb, string resource, string? subresource, string? name, string[]? namespaces, bool everywhere)
    {
        _targets.Require([verb], [resource]);
        foreach (var session in sessions.All)
        {
            pipeline.Attempt($"{verb} {resource}", session, () =>
            {
                var places = everywhere ? null : namespaces ?? [session.Namespace];
                var meant = _targets.Resolve(session, verb, resource, subresource, name is null ? [] : [name], places).ToList();
                Write(session, meant, isNamespaced: everywhere || meant[0].Namespace.Length > 0, everywhere);
            });
        }

        pipeline.Host.WriteWarning(OnlyRbac);
    }

    private void Write(KubeApiSession session, List<AccessAttributes> meant, bool isNamespaced, bool everywhere)
    {
        var places = everywhere ? null : isNamespaced ? meant.Select(m => m.Namespace).ToList() : [];
        var (policy, failures) = pipeline.Wait(RbacReader.ReadAsync(sessions.ClientOf(session), places, pipeline.Stopped));
        if (failures.Count(IsOfBindings) == (places is { Count: 0 } ? 1 : 1 + (places?.Count ?? 1)))
        {
            // Without any binding, there is nothing to report.
            throw failures.First(IsOfBindings);
        }

        foreach (var failure in failures)
        {
            pipeline.Host.WriteWarning($"The result is partial: {failure.Message.TrimEnd('.')}.");
        }

        // A binding of the cluster holds for each of the namespaces, and is one row.
        var isNarrow = ConsoleAccess.WidthOf(pipeline.Host) < MinTableWidth;
        pipeline.Host.WriteObject(
            meant.SelectMany(policy.Find).Distinct().Select(s => ObjectViews.PresentSubject(new AccessSubject(session, s), isNarrow)), true);
    }

    private static bool IsOfBindings(KubeApiException e) => e.Target?.Resource.Contains("bindings", StringComparison.Ordinal) == true;
}
