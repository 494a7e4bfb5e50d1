using System.Management.Automation;
using System.Text.Json.Nodes;
using KubeApi.Binding;
using KubeApi.Client.Discovery;
using KubeApi.Client.Errors;
using KubeApi.Client.Json;
using KubeApi.Client.Reading;
using KubeApi.Client.Requests;
using KubeApi.Client.Streaming;
using KubeApi.Errors;
using KubeApi.Pipeline;
using KubeApi.Session;

namespace KubeApi.Operations;

/// <summary>
/// Resolves the pods of a command: <c>web-1</c>, <c>pod/web-1</c>, <c>deployment/web</c>, <c>service/web</c>, a type with a label selector, and objects
/// of the pipeline. The failure of one target is an error, and the others follow.
/// </summary>
/// <param name="pipeline">The command's run.</param>
/// <param name="sessions">Its sessions.</param>
/// <param name="namespace">The value of -Namespace; null for the object's own, or the session's.</param>
internal sealed class PodTargets(PipelineRun pipeline, SessionScope sessions, string? @namespace)
{
    private static readonly string[] s_podNames = ["pod", "pods", "po"];

    private readonly TargetReader _reader = new(pipeline, sessions);

    /// <summary>Whether the cmdlet has -LabelSelector.</summary>
    public bool TakesSelector { get; init; }

    /// <summary>The pods of a target as typed, in each session.</summary>
    /// <param name="text">A pod's name, or TYPE/NAME; with a selector, a type.</param>
    /// <param name="labelSelector">The value of -LabelSelector; null for none.</param>
    public IReadOnlyList<PodSelection> Find(string text, string? labelSelector)
    {
        List<PodSelection> found = [];
        pipeline.Attempt(text, null, () =>
        {
            if (WildcardPattern.ContainsWildcardCharacters(text))
            {
                throw new ArgumentException($"'{text}' is a pattern; a name is required. To list the names that it matches: "
                    + $"Get-KubeApiObject {(text.Contains('/', StringComparison.Ordinal) ? "" : "pods ")}{QuotedArgument.Of(text)}.");
            }

            foreach (var session in sessions.For(null, text))
            {
                pipeline.Attempt(text, session, () => found.AddRange(labelSelector is null
                    ? [Named(session, ResourceName.Parse(text), text)]
                    : Selected(session, ResourceName.Parse(text), labelSelector)));
            }
        });
        return found;
    }

    /// <summary>The pods of an object from the pipeline, or of a string like <c>web-1</c> or <c>deployment/web</c>; a number is the name of a pod.</summary>
    public IReadOnlyList<PodSelection> Find(PSObject item)
    {
        if (item.BaseObject is string or (ValueType and IFormattable))
        {
            return Find(LanguagePrimitives.ConvertTo<string>(item), null);
        }

        List<PodSelection> found = [];
        if (ObjectIdentity.Of(item) is not { } identity)
        {
            pipeline.Report(ErrorRecords.NotAnObject(item));
            return found;
        }

        pipeline.Attempt(identity, null, () =>
        {
            foreach (var session in sessions.For(identity.Origin, identity))
            {
                pipeline.Attempt(identity, session, () => found.Add(Named(session, identity)));
            }
        });
        return found;
    }

    /// <summary>Reads the pods of a selection, at least one.</summary>
    /// <param name="selection">The selection.</param>
    /// <param name="onlyNewest">Of a workload or service, only the newest ready pod.</param>
    /// <exception cref="KubeApiException">There are none, or they could not be read.</exception>
    /// <exception cref="ArgumentException">A type instead of a pod.</exception>
    public IReadOnlyList<PodState> Read(PodSelection selection, bool onlyNewest)
    {
        var client = sessions.ClientOf(selection.Session);
        if (selection.Pod is { } name)
        {
            var pod = ReadOne(selection, name);
            return selection.Uid is { } uid && pod.Uid != uid ? throw TargetReader.Replaced(selection.Text) : [pod];
        }

        var pods = pipeline.Wait(PodFinder.ListAsync(client, selection.Namespace, selection.LabelSelector!, pipeline.Stopped));
        if (!selection.IsWorkload || !onlyNewest || PodFinder.Newest(pods) is not { } newest)
        {
            return pods.Count > 0 ? pods : throw PodFinder.NoPods(selection.Text, selection.Namespace);
        }

        if (pods.Count > 1)
        {
            var which = newest.IsReady ? "the newest ready one" : "the newest one, which is not ready";
            pipeline.ObserverOf(selection.Session).Inform($"{selection.Text} has {pods.Count} pods; using {which}: {newest.Name}.");
        }

        return [newest];
    }

    /// <summary>The target container. If neither the user nor the pod names one of several containers, a line names the chosen one.</summary>
    /// <param name="selection">The selection of the pod.</param>
    /// <param name="pod">The pod.</param>
    /// <param name="name">The value of -Container; null for the default one.</param>
    /// <exception cref="KubeApiException">The pod has none of that name.</exception>
    public ContainerState ContainerOf(PodSelection selection, PodState pod, string? name)
    {
        if (name is not null)
        {
            return pod.Container(name);
        }

        var found = pod.Default;
        string[] others = [.. pod.Containers.Where(c => c.Kind == ContainerKind.Regular && c != found).Select(c => c.Name)];
        if (others.Length > 0 && found.Name != pod.NamedDefault)
        {
            pipeline.ObserverOf(selection.Session).Inform(
                $"Using the first container, {found.Name}; -Container names another one: {string.Join(", ", others)}.");
        }

        return found;
    }

    /// <summary>Whether a string may be the name of a pod.</summary>
    public static bool IsPods(string type) => s_podNames.Contains(type, StringComparer.OrdinalIgnoreCase);

    private PodState ReadOne(PodSelection selection, string name)
    {
        var client = sessions.ClientOf(selection.Session);
        try
        {
            return pipeline.Wait(PodFinder.GetAsync(client, selection.Namespace, name, pipeline.Stopped));
        }
        catch (KubeApiException e) when (e.StatusCode == 404)
        {
            if (selection.Text == name && IsType(selection.Session, name))
            {
                throw new ArgumentException(
                    $"'{name}' is a resource type, and no pod has that name. Use {name}/NAME{(TakesSelector ? ", or select pods with -LabelSelector" : "")}.");
            }

            var explained = pipeline.Wait(NamespaceLookup.ExplainAsync(client, e, pipeline.Stopped));
            throw explained == e && pipeline.Wait(PodFinder.WorkloadOfNameAsync(client, selection.Namespace, name, pipeline.Stopped)) is { } workload
                ? e.WithRecommendedAction($"For its newest ready pod: {QuotedArgument.Of(workload)}.")
                : explained;
        }
    }

    private bool IsType(KubeApiSession session, string name)
    {
        try
        {
            return IsPods(name) || pipeline.Wait(session.Discovery.FindAsync(sessions.ClientOf(session), name, pipeline.Stopped)).Count > 0;
        }
        catch (KubeApiException)
        {
            // Only the better message depends on it.
            return false;
        }
    }

    private PodSelection Named(KubeApiSession session, ResourceName named, string text)
    {
        var place = @namespace ?? session.Namespace;
        return named.Name is null ? new PodSelection(session, place, text) { Pod = Checked(text, "pod") }
            : IsPods(named.Type) ? new PodSelection(session, place, text) { Pod = Checked(named.Name, "pod") }
            : Workload(session, sessions.Types.Find(session, named.Type), place, Checked(named.Name, named.Type));
    }

    private PodSelection Named(KubeApiSession session, ObjectIdentity identity)
    {
        var place = identity.NamespaceOr(@namespace is null ? null : [@namespace]) ?? session.Namespace;
        if (identity is { ApiVersion: "v1", Kind: "Pod" })
        {
            return new PodSelection(session, place, identity.ToString())
            {
                Pod = identity.Name,
                Uid = sessions.UidFor(session, identity.Origin, identity.Uid),
            };
        }

        return Workload(session, sessions.Types.Find(session, identity), place, identity.Name);
    }

    private static string Checked(string name, string what) => name.Length > 0 ? name : throw new ArgumentException($"Specify the name of the {what}.");

    private List<PodSelection> Selected(KubeApiSession session, ResourceName resource, string labelSelector)
    {
        var place = @namespace ?? session.Namespace;
        if (resource.Name is not null)
        {
            throw new ArgumentException($"A name cannot be combined with a selector: use '{resource.Type}' with -LabelSelector, or '{resource}' alone.");
        }

        if (labelSelector.Length == 0)
        {
            throw new ArgumentException("-LabelSelector is empty, which would select all pods.");
        }

        if (IsPods(resource.Type))
        {
            return [new PodSelection(session, place, $"The selector '{labelSelector}'") { LabelSelector = labelSelector }];
        }

        var type = sessions.Types.Find(session, resource.Type);
        var options = new ListOptions { LabelSelector = labelSelector };
        List<PodSelection> found = [];
        foreach (var item in pipeline.Pull(ObjectReader.ListAsync(sessions.ClientOf(session), type, place, options)))
        {
            var o = (JsonObject)JsonNodes.Parse(item.Json)!;
            found.Add(Workload(session, type, place, $"{o["metadata"].Child("name")}", o));
        }

        return found.Count > 0 ? found : throw new KubeApiException(
            FailureKind.PodNotFound, $"No {type.FullName} in namespace '{place}' has the labels '{labelSelector}'.");
    }

    private PodSelection Workload(KubeApiSession session, ApiResource type, string place, string name, JsonObject? o = null)
    {
        var text = $"{type.Kind}/{name}";
        if (!type.Namespaced)
        {
            throw new ArgumentException($"{text} has no pods: name a pod, a workload or a service.");
        }

        o ??= _reader.Read(new ObjectTarget(session, type, place, name), null);
        if (type is { Group: "batch", Kind: "CronJob" })
        {
            var uid = $"{o["metadata"].Child("uid")}";
            var job = pipeline.Wait(PodFinder.NewestJobAsync(sessions.ClientOf(session), place, uid, pipeline.Stopped)) ?? throw new KubeApiException(
                FailureKind.PodNotFound, $"{text} has no job in namespace '{place}': none has started yet, or they were deleted.");
            pipeline.ObserverOf(session).Inform($"Using the newest job of {text}: job/{job}.");
            return Workload(session, sessions.Types.Find(session, "jobs.batch"), place, job);
        }

        return new PodSelection(session, place, text)
        {
            LabelSelector = PodFinder.SelectorOf(o, text),
            IsWorkload = true,
            Service = type is { Group: "", Kind: "Service" } ? name : null,
            IsReplaced = type is not { Group: "batch", Kind: "Job" },
        };
    }
}
