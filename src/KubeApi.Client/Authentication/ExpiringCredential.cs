namespace KubeApi.Client.Authentication;

/// <summary>A cached credential, valid until shortly before it expires.</summary>
public sealed class ExpiringCredential(TimeProvider? clock = null)
{
    // For clock skew and the request's latency.
    private static readonly TimeSpan s_leeway = TimeSpan.FromSeconds(10);

    private readonly TimeProvider _clock = clock ?? TimeProvider.System;
    private State? _state;

    private sealed record State(RequestCredential Credential, DateTimeOffset? Expires);

    /// <summary>The last credential; null if there was none.</summary>
    public RequestCredential? Last => Volatile.Read(ref _state)?.Credential;

    /// <summary>The last credential; null if there was none, or it is about to expire.</summary>
    public RequestCredential? IfFresh =>
        Volatile.Read(ref _state) is { } state && !(state.Expires <= _clock.GetUtcNow() + s_leeway) ? state.Credential : null;

    /// <summary>The last credential if it is not the rejected one; else null.</summary>
    public RequestCredential? IfOtherThan(RequestCredential refused) => Last is { } last && !last.IsSameAs(refused) ? last : null;

    /// <summary>Caches a new credential until it expires; without an expiry, forever.</summary>
    public RequestCredential Keep((RequestCredential Credential, DateTimeOffset? Expires) fresh)
    {
        // An unchanged certificate needs no new connections.
        var certificate = fresh.Credential.Certificate;
        var kept = certificate is not null && certificate.IsSameAs(Last?.Certificate)
            ? new RequestCredential(fresh.Credential.Authorization, Last!.Certificate)
            : fresh.Credential;
        Volatile.Write(ref _state, new State(kept, fresh.Expires));
        return kept;
    }
}
