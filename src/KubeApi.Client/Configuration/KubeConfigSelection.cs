using KubeApi.Client.Errors;
using static KubeApi.Client.Errors.ConfigurationFailure;

namespace KubeApi.Client.Configuration;

/// <summary>The cluster and user of a kubeconfig's context. Names are case-sensitive.</summary>
/// <param name="Name">The context's name, or the cluster's if there is no context.</param>
/// <param name="Context">The context; null if the caller named a cluster and there is no current context.</param>
/// <param name="Cluster">The cluster.</param>
/// <param name="User">The user; null for none.</param>
/// <param name="MissingUser">The name of the context's user if no file has that user, which client-go allows; else null.</param>
internal sealed record KubeConfigSelection(string Name, KubeConfigEntry? Context, KubeConfigEntry Cluster, KubeConfigEntry? User, string? MissingUser)
{
    /// <exception cref="KubeApiException">The context or its cluster is missing.</exception>
    public static KubeConfigSelection Select(KubeConfig config, string? contextName, ConnectionOverrides overrides)
    {
        var context = FindContext(config, contextName, overrides.Cluster is not null);
        var clusterName = overrides.Cluster ?? context?.Text("cluster")
            ?? throw Invalid($"The context '{context}' names no cluster.").WithRemedy(Remedy.Cluster);
        var cluster = config.Cluster(clusterName) ?? throw (overrides.Cluster is not null
            ? NotFound(config, "cluster", clusterName, config.ClusterNames)
            : Invalid($"The context '{context}' names the cluster '{clusterName}', which the kubeconfig does not contain. "
                + $"{Known("clusters", config.ClusterNames)}"));

        var userName = overrides.User ?? context?.Text("user");
        var user = userName is null ? null : config.User(userName);
        return user is null && overrides.User is not null
            ? throw NotFound(config, "user", overrides.User, config.UserNames)
            : new KubeConfigSelection(context?.Name ?? clusterName, context, cluster, user, user is null ? userName : null);
    }

    private static KubeConfigEntry? FindContext(KubeConfig config, string? name, bool canDoWithout)
    {
        var wanted = name ?? config.CurrentContext;
        return wanted is not null ? config.Context(wanted) ?? throw NotFound(config, "context", wanted, config.ContextNames)
            : canDoWithout ? null
            : throw Invalid(
                $"The kubeconfig ({string.Join(", ", config.Files)}) names no current-context. {Known("contexts", config.ContextNames)}")
                .WithRemedy(Remedy.Context);
    }

    private static KubeApiException NotFound(KubeConfig config, string what, string name, IReadOnlyCollection<string> known) =>
        Invalid(
            $"The kubeconfig ({string.Join(", ", config.Files)}) has no {what} {FileContents.Quote(name)}.{NearNames.Question(name, known)} "
                + Known(what + "s", known),
            "Names are case-sensitive.");

    private static string Known(string what, IReadOnlyCollection<string> names) => $"Its {what}: {(names.Count > 0 ? string.Join(", ", names) : "none")}.";
}
