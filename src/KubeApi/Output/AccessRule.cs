using KubeApi.Client.Access;
using KubeApi.Client.Errors;
using KubeApi.Session;

namespace KubeApi.Output;

/// <summary>The permissions of a user on a resource or a path.</summary>
public sealed class AccessRule
{
    internal AccessRule(KubeApiSession session, string @namespace, AllowedRule rule)
    {
        (Session, Namespace) = (session.Name, @namespace);
        (Verbs, Names) = (TerminalText.Clean(rule.Verbs), TerminalText.Clean(rule.Names));
        Resources = rule.Resource.Length > 0 ? [TerminalText.Clean(rule.Resource)] : [];
        NonResourceUrls = rule.Path.Length > 0 ? [TerminalText.Clean(rule.Path)] : [];
    }

    /// <summary>The allowed verbs; <c>*</c> for all.</summary>
    public string[] Verbs { get; }

    /// <summary>The resource with its group and subresource: <c>deployments.apps/scale</c>; <c>*.*</c> for all; none for a path.</summary>
    public string[] Resources { get; }

    /// <summary>The names that the rule is limited to; none for all objects.</summary>
    public string[] Names { get; }

    /// <summary>The path, which may end with <c>*</c>; none for a resource.</summary>
    public string[] NonResourceUrls { get; }

    /// <summary>The namespace of the request. Rules of cluster-scoped resources and paths apply everywhere.</summary>
    public string Namespace { get; }

    /// <summary>The name of the session.</summary>
    public string Session { get; }
}
