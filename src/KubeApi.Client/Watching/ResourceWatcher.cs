using System.Runtime.CompilerServices;
using KubeApi.Client.Errors;

namespace KubeApi.Client.Watching;

/// <summary>
/// Watches the objects of one resource type: lists them, watches from the list's version on, resumes after every disconnect from the last version
/// seen, and lists again if the server no longer has that version. Each change that the server shows is reported once, in order per object.
/// Changes before a relist are merged: one event for each object that was created, changed or deleted in between.
/// </summary>
/// <param name="source">Makes the requests.</param>
/// <param name="observer">Receives what happens besides changes.</param>
/// <param name="clock">Measures pauses and time-outs.</param>
/// <param name="random">Spreads pauses and time-outs.</param>
internal sealed class ResourceWatcher<T>(IWatchSource<T> source, IWatchObserver observer, TimeProvider clock, Random random)
{
    // The server ends a watch after a while; long before, load balancers may have forgotten an idle connection.
    private const int ShortestWatch = 290;
    private const int LongestWatch = 350;

    // A connection that is still open this long after the server should have closed it is dead.
    private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(15);

    // A definition that is replaced is not served for some seconds.
    private static readonly TimeSpan s_typeTimeout = TimeSpan.FromSeconds(15);

    // A watch that ends sooner, without a single event, is a failure in disguise.
    private static readonly TimeSpan s_shortest = TimeSpan.FromSeconds(1);

    private readonly KnownObjects _known = new();
    private readonly Backoff _backoff = new(random);
    private readonly List<WatchEvent<T>> _changes = [];
    // Null: list first. Empty: lists of the server have no version, and every disconnect requires a new list.
    private string? _version;
    private bool _hasListed;
    private bool _isResumed;
    private bool _listsInPages = true;
    private long? _typeMissingSince;
    private long? _relisted;

    /// <summary>The changes as they arrive. The first ones are the existing objects.</summary>
    /// <param name="newOnly">Omits the objects that exist when the watch begins.</param>
    /// <param name="marksLists">Also reports the end of each list.</param>
    /// <param name="cancellationToken">Ends the watch.</param>
    /// <exception cref="KubeApiException">The first list failed; or the watch was refused, or its resource type no longer exists.</exception>
    public async IAsyncEnumerable<WatchEvent<T>> RunAsync(
        bool newOnly = false, bool marksLists = false, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        while (true)
        {
            var isList = _version is null;
            var began = clock.GetTimestamp();
            var timeout = TimeSpan.FromSeconds(random.Next(ShortestWatch, LongestWatch + 1));
            using var dead = new CancellationTokenSource(isList ? Timeout.InfiniteTimeSpan : timeout + s_grace, clock);
            using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, dead.Token);
            var signals = (isList ? ListAsync(ending.Token) : WatchAsync(_version!, timeout, ending.Token)).GetAsyncEnumerator(ending.Token);
            var hadSignal = false;
            KubeApiException? failure = null;
            await using (signals.ConfigureAwait(false))
            {
                while (true)
                {
                    try
                    {
                        if (!await signals.MoveNextAsync().ConfigureAwait(false))
                        {
                            break;
                        }
                    }
                    catch (OperationCanceledException e) when (dead.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
                    {
                        failure = new KubeApiException(FailureKind.Timeout, "The server did not end the watch in time; the connection is considered dead.", e);
                        break;
                    }
                    catch (KubeApiException e)
                    {
                        failure = e;
                        break;
                    }

                    hadSignal |= isList || signals.Current.Kind != WatchSignalKind.Bookmark;
                    _typeMissingSince = null;
                    _backoff.Reset();
                    Apply(signals.Current, isList);
                    foreach (var change in _changes)
                    {
                        if (_hasListed || !newOnly)
                        {
                            yield return change;
                        }
                    }

                    if (isList && _version is not null)
                    {
                        _hasListed = true;
                        if (marksLists)
                        {
                            yield return new WatchEvent<T>(default, default, EndsList: true, IsEmpty: _known.Count == 0);
                        }
                    }
                }
            }

            if (!isList && _version is "")
            {
                _version = null;
            }

            if (failure is null && (hadSignal || _version is null || clock.GetElapsedTime(began) >= s_shortest))
            {
                if (!isList)
                {
                    observer.Resuming(null, TimeSpan.Zero);
                }

                continue;
            }

            await RecoverAsync(failure, isList, cancellationToken).ConfigureAwait(false);
        }
    }

    private IAsyncEnumerable<WatchSignal<T>> ListAsync(CancellationToken cancellationToken)
    {
        _known.BeginList();
        _isResumed = false;
        return source.ListAsync(_listsInPages, cancellationToken);
    }

    private async IAsyncEnumerable<WatchSignal<T>> WatchAsync(string version, TimeSpan timeout, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // A server that was restored from a backup counts its versions from an earlier one on, and shows nothing to a watch until it reaches ours.
        if (_isResumed && IsBefore(await source.ReadVersionAsync(cancellationToken).ConfigureAwait(false), version))
        {
            _version = null;
            observer.Relisting();
            yield break;
        }

        _isResumed = true;
        await foreach (var signal in source.WatchAsync(version, timeout, cancellationToken).ConfigureAwait(false))
        {
            yield return signal;
        }
    }

    private void Apply(in WatchSignal<T> signal, bool isList)
    {
        var o = signal.Item;
        _changes.Clear();
        switch (signal.Kind)
        {
            case WatchSignalKind.Added or WatchSignalKind.Modified:
                var state = _known.Observe(o.Key, o.Uid, o.Version, out var replaced);
                if (state == KnownState.Replaced)
                {
                    _changes.Add(Vanished(o.Key, replaced));
                }

                if (state != KnownState.Same)
                {
                    _changes.Add(new WatchEvent<T>(state == KnownState.Changed ? WatchEventType.Modified : WatchEventType.Added, o));
                }

                break;
            case WatchSignalKind.Deleted when _known.Remove(o.Key, o.Uid):
                _changes.Add(new WatchEvent<T>(WatchEventType.Deleted, o));
                break;
            case WatchSignalKind.Bookmark when isList:
                _changes.AddRange(_known.EndList().Select(m => Vanished(m.Key, m.Uid)));
                _listsInPages = true;
                _version = o.Version;
                return;
            case WatchSignalKind.Unknown:
                observer.UnknownEvent(signal.TypeName);
                return;
        }

        if (!isList && _version is not "" && o.Version.Length > 0)
        {
            _version = o.Version;
        }
    }

    private async Task RecoverAsync(KubeApiException? failure, bool wasList, CancellationToken cancellationToken)
    {
        var recovery = failure is null ? WatchRecovery.Resume : WatchRecoveries.After(failure);
        var isFirstList = wasList && !_hasListed && recovery != WatchRecovery.Relist;
        if (recovery == WatchRecovery.End || isFirstList || HasTypeVanished(recovery))
        {
            throw failure!;
        }

        if (recovery == WatchRecovery.Relist)
        {
            // A list that expired between two pages is read in one piece.
            _listsInPages = !wasList;
            _version = null;
            observer.Relisting();
            if (_relisted is { } last && clock.GetElapsedTime(last) < s_shortest)
            {
                // Limits the requests to a server that expires every version at once.
                await Task.Delay(_backoff.Next(null), clock, cancellationToken).ConfigureAwait(false);
            }

            _relisted = clock.GetTimestamp();
            return;
        }

        if (recovery == WatchRecovery.AwaitType)
        {
            _version = null;
        }

        var pause = _backoff.Next(failure?.RetryAfter ?? (failure?.Status.RetryAfterSeconds is > 0 and var seconds ? TimeSpan.FromSeconds(seconds) : null));
        observer.Resuming(failure, pause);
        await Task.Delay(pause, clock, cancellationToken).ConfigureAwait(false);
    }

    private bool HasTypeVanished(WatchRecovery recovery)
    {
        if (recovery != WatchRecovery.AwaitType)
        {
            _typeMissingSince = null;
            return false;
        }

        if (_typeMissingSince is null)
        {
            _typeMissingSince = clock.GetTimestamp();
            _backoff.Reset();
        }

        return clock.GetElapsedTime(_typeMissingSince.Value) >= s_typeTimeout;
    }

    private static WatchEvent<T> Vanished(ObjectKey key, string uid) => new(WatchEventType.Deleted, new WatchedObject<T>(key, uid, "", default));

    private static bool IsBefore(string version, string other) =>
        ulong.TryParse(version, out var a) && ulong.TryParse(other, out var b) && a < b;
}
