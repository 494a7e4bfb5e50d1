using KubeApi.Client.Access;
using KubeApi.Client.Errors;
using KubeApi.Session;

namespace KubeApi.Output;

/// <summary>A subject that has a permission by RBAC.</summary>
public sealed class AccessSubject
{
    internal AccessSubject(KubeApiSession session, AllowedSubject subject)
    {
        (Session, Kind, Name) = (session.Name, TerminalText.Clean(subject.Kind), TerminalText.Clean(subject.Name));
        (Namespace, Scope) = (TerminalText.Clean(subject.Namespace), TerminalText.Clean(subject.Scope));
        (Binding, Role) = (TerminalText.Clean(subject.Binding), TerminalText.Clean(subject.Role));
    }

    /// <summary>User, Group or ServiceAccount.</summary>
    public string Kind { get; }

    /// <summary>The name of the user, group or service account.</summary>
    public string Name { get; }

    /// <summary>The namespace of a service account; empty for users and groups.</summary>
    public string Namespace { get; }

    /// <summary>The namespace that the permission applies to; empty for all.</summary>
    public string Scope { get; }

    /// <summary>The binding: <c>RoleBinding/dev</c>.</summary>
    public string Binding { get; }

    /// <summary>The role: <c>ClusterRole/edit</c>.</summary>
    public string Role { get; }

    /// <summary>The name of the session.</summary>
    public string Session { get; }

    /// <summary>The kind and name.</summary>
    public override string ToString() => $"{Kind}/{Name}";
}
