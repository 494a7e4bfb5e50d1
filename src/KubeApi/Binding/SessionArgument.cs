using KubeApi.Session;

namespace KubeApi.Binding;

/// <summary>An argument of -Session: a session, the name of one, or the name of a kubeconfig context.</summary>
public sealed class SessionArgument
{
    /// <summary>Takes a session.</summary>
    public SessionArgument(KubeApiSession session) => Session = session;

    /// <summary>Takes a name.</summary>
    public SessionArgument(string name) => Name = name;

    internal KubeApiSession? Session { get; }

    internal string? Name { get; }

    /// <summary>The session's name.</summary>
    public override string ToString() => Session?.Name ?? Name!;
}
