using System.Management.Automation;
using KubeApi.Binding;
using KubeApi.Errors;
using KubeApi.Output;
using KubeApi.Pipeline;
using KubeApi.Session;

namespace KubeApi.Operations;

/// <summary>
/// Resolves the input of a command that reads: objects, rollouts, and strings like <c>pod/web-1</c>, each in its sessions.
/// </summary>
internal sealed class InputResolver(PipelineRun pipeline, SessionScope sessions)
{
    /// <summary>Processes each item of an input. An item that cannot be resolved, or fails, is one error; then the next item is processed.</summary>
    /// <param name="input">An object, a string, or an array of them.</param>
    /// <param name="namespaces">The value of -Namespace; null for the object's own namespace, or the session's.</param>
    /// <param name="work">Processes one item with its targets in each session that has its type; at least one.</param>
    public void ForEach(object? input, string[]? namespaces, Action<PSObject, IReadOnlyList<InputTarget>> work)
    {
        foreach (var item in PipelineItems.Of(input))
        {
            // A null has no members, and is reported as such.
            var o = PSObject.AsPSObject((EmptyValue.Unwrap(item) is Rollout rollout ? rollout.Workload : item) ?? "null");
            if (ResourceName.Of(o) is { Name: var name } named)
            {
                Work(named.ToString(), () => sessions.For(null, named), s =>
                    new InputTarget(s, sessions.Types.Find(s, named.Type), namespaces ?? [s.Namespace], name!));
            }
            else if (ObjectIdentity.Of(o) is { } identity)
            {
                Work(identity, () => sessions.For(identity.Origin, identity), s =>
                    new InputTarget(s, sessions.Types.Find(s, identity), [identity.NamespaceOr(namespaces) ?? s.Namespace], identity.Name)
                    {
                        Uid = sessions.UidFor(s, identity.Origin, identity.Uid),
                        Subresource = identity.Origin?.Subresource,
                    });
            }
            else
            {
                pipeline.Report(ErrorRecords.NotAnObject(o, (pipeline.Host as PSCmdlet)?.MyInvocation.MyCommand.Name));
            }

            void Work(object target, Func<IReadOnlyList<KubeApiSession>> choose, Func<KubeApiSession, InputTarget> resolve) =>
                pipeline.Attempt(target, null, () =>
                {
                    List<InputTarget> found = [];
                    foreach (var session in choose())
                    {
                        pipeline.Attempt(target, session, () => found.Add(resolve(session)));
                    }

                    if (found.Count > 0)
                    {
                        work(o, found);
                    }
                });
        }
    }
}
