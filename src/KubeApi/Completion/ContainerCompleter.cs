using System.Collections;
using KubeApi.Binding;
using KubeApi.Client.Http;
using KubeApi.Client.Streaming;
using KubeApi.Session;

namespace KubeApi.Completion;

/// <summary>Completes the names of the containers of the pod on the command line. A workload or service stands for its newest ready pod.</summary>
internal sealed class ContainerCompleter : ValueCompleter
{
    // The parameters that name a pod.
    private static readonly string[] s_pods = ["Pod", "ToPod", "FromPod"];

    /// <inheritdoc/>
    protected override IEnumerable<string> Values(IDictionary parameters)
    {
        if (s_pods.Select(p => CompletionContext.First(parameters, p)).FirstOrDefault(p => p is not null) is not { } pod)
        {
            return [];
        }

        return TabQuery.RunAll(
            CompletionContext.SessionsOf(parameters),
            s => (typeof(ContainerCompleter), pod, NamespaceOf(s)),
            (s, client, stop) => ContainersAsync(s, client, pod, NamespaceOf(s), stop)).SelectMany(containers => containers);

        string NamespaceOf(KubeApiSession session) => CompletionContext.NamespaceOf(parameters, session) ?? session.Namespace;
    }

    private static async Task<string[]> ContainersAsync(
        KubeApiSession session, ApiClient client, string text, string @namespace, CancellationToken cancellationToken)
    {
        var resource = ResourceName.Parse(text);
        var pod = resource.Name is null ? await PodFinder.GetAsync(client, @namespace, text, cancellationToken).ConfigureAwait(false)
            : await PodFinder.BehindAsync(client, session.Discovery, resource.Type, @namespace, resource.Name, cancellationToken).ConfigureAwait(false);
        return pod is null ? [] : [.. pod.Containers.Select(c => c.Name)];
    }
}
