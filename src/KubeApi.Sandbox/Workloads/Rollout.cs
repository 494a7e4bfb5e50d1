using KubeApi.Sandbox.Json;

namespace KubeApi.Sandbox.Workloads;

/// <summary>The state of a rollout, and its next step within maxSurge and maxUnavailable.</summary>
internal sealed class Rollout
{
    public Rollout(JsonObject deployment, RolloutSet? current, IReadOnlyList<RolloutSet> sets)
    {
        (New, All, Old) = (current, sets, [.. sets.Where(set => set.Name != current?.Name)]);
        Desired = deployment.IntegerAt("spec.replicas") ?? 1;
        IsRecreate = deployment.StringAt("spec.strategy.type") == "Recreate";
        Surge = IsRecreate ? 0 : (deployment.At("spec.strategy.rollingUpdate.maxSurge") ?? "25%").ShareOf(Desired);
        Unavailable = IsRecreate ? Desired
            : Math.Min(Desired, (deployment.At("spec.strategy.rollingUpdate.maxUnavailable") ?? "25%").ShareOf(Desired, isUp: false));
        if (!IsRecreate && Surge == 0 && Unavailable == 0)
        {
            Unavailable = 1;
        }
    }

    public RolloutSet? New { get; }

    public IReadOnlyList<RolloutSet> All { get; }

    public IReadOnlyList<RolloutSet> Old { get; }

    public long Desired { get; }

    public long Surge { get; }

    public long Unavailable { get; }

    public bool IsRecreate { get; }

    /// <summary>The number of pods that the new ReplicaSet may have now.</summary>
    public long NewSize(long present)
    {
        if (IsRecreate)
        {
            return Old.All(set => set.Replicas == 0) ? Desired : present;
        }

        if (present >= Desired)
        {
            return Desired;
        }

        var room = Desired + Surge - Old.Sum(set => set.Replicas) - present;
        return room <= 0 ? present : Math.Min(Desired, present + room);
    }

    /// <summary>The numbers of pods that the old ReplicaSets keep. Unavailable pods are removed first, and those of the oldest set.</summary>
    public IEnumerable<(RolloutSet Set, long Size)> OldSizes()
    {
        var sizes = Old.ToDictionary(set => set, set => set.Replicas);
        var total = sizes.Values.Sum();
        if (total == 0 || New is null)
        {
            yield break;
        }

        var least = Desired - Unavailable;
        var rest = total + New.Replicas - least - (New.Replicas - New.Available);
        if (rest <= 0)
        {
            yield break;
        }

        foreach (var set in Old.Where(set => set.Available < set.Replicas))
        {
            var unhealthy = Math.Clamp(Math.Min(set.Replicas - set.Available, rest), 0, set.Replicas);
            (sizes[set], rest) = (set.Replicas - unhealthy, rest - unhealthy);
        }

        var spare = All.Sum(set => set.Available) - least;
        foreach (var set in Old)
        {
            var fewer = Math.Clamp(spare, 0, sizes[set]);
            (sizes[set], spare) = (sizes[set] - fewer, spare - fewer);
        }

        foreach (var (set, size) in sizes)
        {
            yield return (set, size);
        }
    }
}
