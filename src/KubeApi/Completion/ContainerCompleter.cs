using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using KubeApi.Binding;
using KubeApi.Client.Http;
using KubeApi.Client.Streaming;
using KubeApi.Session;

namespace KubeApi.Completion;

/// <summary>Completes the names of the containers of the pod on the command line. A workload or service stands for its newest ready pod.</summary>
internal sealed class ContainerCompleter : IArgumentCompleter
{
    // The parameters that name a pod.
    private static readonly string[] s_pods = ["Pod", "ToPod", "FromPod"];

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        if (s_pods.Select(p => CompletionContext.First(fakeBoundParameters, p)).FirstOrDefault(p => p is not null) is not { } pod)
        {
            return [];
        }

        return CompletionHelper.Match(wordToComplete, TabQuery.RunAll(
            CompletionContext.SessionsOf(fakeBoundParameters),
            s => (typeof(ContainerCompleter), pod, NamespaceOf(s)),
            (s, client, stop) => ContainersAsync(s, client, pod, NamespaceOf(s), stop)).SelectMany(containers => containers));

        string NamespaceOf(KubeApiSession session) => CompletionContext.NamespaceOf(fakeBoundParameters, session) ?? session.Namespace;
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
