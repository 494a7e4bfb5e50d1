using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using KubeApi.Client.Json;
using KubeApi.Client.Requests;
using KubeApi.Client.Workloads;
using KubeApi.Session;

namespace KubeApi.Output;

/// <summary>A workload's rollout: its state and its history.</summary>
public sealed class Rollout
{
    // In a box: with a field of the client's value type, Import-Module would load the client.
    private readonly StrongBox<RolloutState> _state;

    internal Rollout(KubeApiSession session, ApiResource type, JsonObject workload, IReadOnlyList<Revision> revisions)
    {
        (Session, Namespace, Kind, Name) = (session.Name, $"{workload["metadata"].Child("namespace")}", type.Kind, $"{workload["metadata"].Child("name")}");
        (var state, Status) = RolloutStatus.Of(type.Kind, workload);
        _state = new(state);
        Workload = ApiObject.Create(
            new JsonSource(JsonNodes.Write(workload), session.Names, ShowManagedFields: false), new ObjectOrigin(session, type), type.ApiVersion, type.Kind);
        // An array, because PowerShell cannot index the type that the compiler creates for a collection expression.
        Revisions = revisions.Select((r, i) => new RolloutRevision(r, i == 0 ? null : revisions[i - 1], session.Names)).ToArray();
    }

    /// <summary>The name of the session that it was read from.</summary>
    public string Session { get; }

    /// <summary>The workload's namespace.</summary>
    public string Namespace { get; }

    /// <summary>Deployment, StatefulSet or DaemonSet.</summary>
    public string Kind { get; }

    /// <summary>The workload's name.</summary>
    public string Name { get; }

    /// <summary>The revision of the workload's current template; null if its controller has not created it yet.</summary>
    public long? Revision => Revisions.FirstOrDefault(r => r.IsCurrent)?.Revision;

    /// <summary>The state of the rollout.</summary>
    public RolloutState State => _state.Value;

    /// <summary>Whether the rollout is complete.</summary>
    public bool IsComplete => State == RolloutState.Complete;

    /// <summary>Whether the rollout exceeded its progress deadline.</summary>
    public bool IsFailed => State == RolloutState.Failed;

    /// <summary>The output of <c>kubectl rollout status</c>.</summary>
    public string Status { get; }

    /// <summary>The revisions, oldest first.</summary>
    public IReadOnlyList<RolloutRevision> Revisions { get; }

    /// <summary>The workload itself.</summary>
    public object? Workload { get; }

    /// <summary>The kind and name.</summary>
    public override string ToString() => $"{Kind}/{Name}";
}
