using System.Management.Automation;
using KubeApi.Client.Discovery;
using KubeApi.Client.Requests;
using KubeApi.Session;

namespace KubeApi.Output;

/// <summary>Where an object came from: it goes back there.</summary>
internal sealed class ObjectOrigin(KubeApiSession session, ApiResource type) : Provenance
{
    public KubeApiSession Session { get; } = session;

    public GroupVersionResource Resource { get; } = type.ToGroupVersionResource();

    public bool IsOf(KubeApiSession other, ApiResource otherType) => Session == other && ReferenceEquals(type, otherType);

    /// <summary>The origin of an object; null if it has none, as after Clixml or remoting.</summary>
    public static new ObjectOrigin? Of(PSObject o) => Provenance.Of(o) as ObjectOrigin;
}
