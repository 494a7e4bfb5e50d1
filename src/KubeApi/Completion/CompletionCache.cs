using KubeApi.Session;

namespace KubeApi.Completion;

/// <summary>The completion caches of a session.</summary>
internal sealed class CompletionCache
{
    private CompletionCache(TimeProvider clock) => Names = new NameCache(clock);

    /// <summary>The names that a server returned recently.</summary>
    public NameCache Names { get; }

    /// <summary>The queries that have not ended.</summary>
    public PendingQueries Pending { get; } = new();

    public static CompletionCache Of(KubeApiSession session) => session.Attached(s => new CompletionCache(s.Clock));
}
