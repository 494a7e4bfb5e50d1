using KubeApi.Client.Requests;
using KubeApi.Client.Writing;
using KubeApi.Session;

namespace KubeApi.Output;

/// <summary>The origin of an object, to which it is written back.</summary>
/// <param name="session">The session that it was read with.</param>
/// <param name="type">The resource type that it was read as.</param>
/// <param name="subresource">The subresource that was read, such as <c>scale</c>; null for the object itself.</param>
internal sealed class ObjectOrigin(KubeApiSession session, ApiResource type, string? subresource = null) : Provenance
{
    public KubeApiSession Session { get; } = session;

    public ApiResource Type { get; } = type;

    public string? Subresource { get; } = subresource;

    /// <summary>The result of the write; null if it was not requested.</summary>
    public WriteResult? Result { get; init; }

    /// <summary>Whether the server stored nothing of the write.</summary>
    public bool IsDryRun { get; init; }

    /// <summary>The number of steps to the object whose owners or dependents were read; null for any other read.</summary>
    public int? Depth { get; init; }

    public bool IsOf(KubeApiSession other, ApiResource otherType) => Session == other && ReferenceEquals(Type, otherType);

    /// <summary>The origin of an object; null if it has none, as after Clixml or remoting.</summary>
    public static new ObjectOrigin? Of(object? o) => Provenance.Of(o) as ObjectOrigin;
}
