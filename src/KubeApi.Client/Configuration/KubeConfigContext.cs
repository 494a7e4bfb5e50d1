using KubeApi.Client.Errors;

namespace KubeApi.Client.Configuration;

/// <summary>A context of a kubeconfig, without secrets. Creating it reads no other file, runs no program and sends no request.</summary>
public sealed record KubeConfigContext
{
    /// <summary>The context's name.</summary>
    public required string Name { get; init; }

    /// <summary>The name of its cluster; null if it names none.</summary>
    public string? Cluster { get; init; }

    /// <summary>The cluster's address; null if it has no valid one.</summary>
    public Uri? Server { get; init; }

    /// <summary>The name of its user; null if it names none.</summary>
    public string? User { get; init; }

    /// <summary>The default namespace.</summary>
    public string Namespace { get; init; } = "default";

    /// <summary>
    /// How the user authenticates: <c>client certificate</c>, <c>token</c>, <c>token file …</c>, <c>exec plugin …</c>, <c>nothing</c>; null if that is unknown.
    /// </summary>
    public string? Authentication { get; init; }

    /// <summary>The impersonated user; null for none.</summary>
    public string? ActsAs { get; init; }

    /// <summary>Whether it is the current context.</summary>
    public bool IsCurrent { get; init; }

    /// <summary>Its file.</summary>
    public required string Source { get; init; }

    /// <summary>The problem with it; null if none is visible in the file.</summary>
    public string? Problem { get; init; }

    /// <summary>The contexts of a kubeconfig, in the files' order.</summary>
    public static IEnumerable<KubeConfigContext> List(KubeConfig config) => config.ContextNames.Select(n => Describe(config, config.Context(n)!));

    private static KubeConfigContext Describe(KubeConfig config, KubeConfigEntry entry)
    {
        var context = new KubeConfigContext { Name = entry.Name, Source = entry.File, IsCurrent = entry.Name == config.CurrentContext };
        try
        {
            context = context with { Cluster = entry.Text("cluster"), User = entry.Text("user"), Namespace = entry.Text("namespace") ?? "default" };
            var selection = KubeConfigSelection.Select(config, entry.Name, new ConnectionOverrides());
            context = context with { Server = KubeConfigFields.Server(selection.Cluster) };
            KubeConfigFields.Proxy(selection.Cluster);
            KubeConfigFields.SkipsCertificateCheck(selection.Cluster, context.Server);
            var impersonation = selection.User is { } user ? KubeConfigFields.Impersonation(user) : new();
            return context with
            {
                Authentication = KubeConfigFields.Authentication(selection.User),
                ActsAs = impersonation.IsEmpty ? null : impersonation.Check($"The user '{selection.User}'").RequireHttps(context.Server).ToString(),
                Problem = selection.MissingUser is { } missing ? $"The user '{missing}' does not exist: no credential is sent." : null,
            };
        }
        catch (KubeApiException e)
        {
            return context with { Problem = e.Message };
        }
    }

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
