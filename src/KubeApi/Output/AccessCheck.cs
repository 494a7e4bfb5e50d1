using KubeApi.Client.Access;
using KubeApi.Client.Errors;
using KubeApi.Client.Requests;
using KubeApi.Session;

namespace KubeApi.Output;

/// <summary>The result of checking one permission.</summary>
public sealed class AccessCheck
{
    internal AccessCheck(KubeApiSession session, AccessAttributes attributes, AccessDecision decision)
    {
        (Session, Verb, Resource, Namespace, Name) = (session.Name, attributes.Verb, attributes.Target, attributes.Namespace, attributes.Name);
        (IsAllowed, Reason) = (decision.IsAllowed, TerminalText.Clean(decision.Reason));
    }

    /// <summary>The verb.</summary>
    public string Verb { get; }

    /// <summary>The resource with its group and subresource, as <c>deployments.apps/scale</c>; or a path.</summary>
    public string Resource { get; }

    /// <summary>The namespace; empty for all namespaces, and for a cluster-scoped resource.</summary>
    public string Namespace { get; }

    /// <summary>The name of the object; empty for all objects.</summary>
    public string Name { get; }

    /// <summary>Whether it is allowed.</summary>
    public bool IsAllowed { get; }

    /// <summary>The server's reason; empty if it sent none.</summary>
    public string Reason { get; }

    /// <summary>The name of the session.</summary>
    public string Session { get; }
}
