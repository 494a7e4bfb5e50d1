using System.Runtime.CompilerServices;
using KubeApi.Client.Errors;

namespace KubeApi.Client.Watching;

/// <summary>
/// Watches the objects of one resource type: lists them, watches from the list's version on, resumes after every disconnect from the last version
/// seen, and lists again if the server no longer has that version. Each change that the server shows is reported once, in order per object.
/// Changes before a relist are merged: one event for each object that was created, changed or deleted in between.
/// </summary>
/// <param name="source">Makes the requests.</param>
/// <param name="observer">Receives events other than changes.</param>
/// <param name="clock">Measures pauses and time-outs.</param>
/// <param name="random">Spreads pauses and time-outs.</param>
internal sealed class ResourceWatcher<T>(IWatchSource<T> source, IWatchObserver observer, TimeProvider clock, Random random)
{
    // The server ends a watch after a while; long before, load balancers may have forgotten an idle connection.
    private const int ShortestWatch = 290;
    private const int LongestWatch = 350;

    // A connection that is still open this long after the server should have closed it is dead.
    private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(15);

    // A definition that is replaced is not served for some seconds, and a server that was restarted forbids everything for some.
    private static readonly TimeSpan s_returnTimeout = TimeSpan.FromSeconds(15);

    // A watch that ends sooner has not settled, even if it had events: servers and proxies may end each watch after one event.
    private static readonly TimeSpan s_shortest = TimeSpan.FromSeconds(1);

    // Longer than an attempt to connect can take.
    private static readonly TimeSpan s_longestAttempt = TimeSpan.FromMinutes(1);

    // A server could invent a new type for each event.
    private const int MostUnknownTypes = 10;

    private readonly KnownObjects _known = new();
    private readonly Backoff _backoff = new(random);
    private readonly List<WatchEvent<T>> _changes = [];
    private readonly HashSet<string> _unknownTypes = [];
    // Null: list first. Empty: lists of the server have no version, and every disconnect requires a new list.
    private string? _version;
    private bool _hasListed;
    private bool _isResumed;
    private bool _listsInPages = true;
    private long? _missingSince;
    // Otherwise a refusal is no matter of time.
    private bool _hasWatched;
    // The last watch ended soon, or the last list failed.
    private bool _wasShort;

    /// <summary>The changes as they arrive. The first ones are the existing objects.</summary>
    /// <param name="marksLists">Also reports the end of each list.</param>
    /// <param name="cancellationToken">Cancels the watch.</param>
    /// <exception cref="KubeApiException">The first list failed; or the watch was refused, or its resource type no longer exists.</exception>
    public async IAsyncEnumerable<WatchEvent<T>> RunAsync(
        bool marksLists = false, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        while (true)
        {
            var isList = _version is null;
            var began = clock.GetTimestamp();
            var timeout = TimeSpan.FromSeconds(random.Next(ShortestWatch, LongestWatch + 1));
            using var dead = new CancellationTokenSource(isList ? Timeout.InfiniteTimeSpan : timeout + s_grace, clock);
            using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, dead.Token);
            var signals = (isList ? ListAsync(ending.Token) : WatchAsync(_version!, timeout, ending.Token)).GetAsyncEnumerator(ending.Token);
            var (hadSignal, hadChange) = (false, false);
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

                    if (!hadSignal)
                    {
                        observer.Connected();
                    }

                    if (signals.Current.Kind == WatchSignalKind.Opened)
                    {
                        continue;
                    }

                    hadSignal = true;
                    _missingSince = null;
                    Apply(signals.Current, isList);
                    hadChange |= _changes.Count > 0;
                    foreach (var change in _changes)
                    {
                        yield return change;
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

            // A server that no longer has the version responds, and is listed again.
            observer.Disconnected(failure is not null && WatchRecoveries.After(failure) == WatchRecovery.Relist ? null : failure);
            // A failed attempt to connect takes time, too.
            var isLong = !isList && clock.GetElapsedTime(began) >= (failure is null || hadSignal ? s_shortest : s_longestAttempt);
            var isRepeated = IsShortAgain(isList ? failure is null : isLong, isList);
            if (hadChange || isLong)
            {
                _backoff.Reset();
            }

            _hasWatched |= !isList && failure is not { Failure: FailureKind.Refused };
            var isImmediate = failure is null && (isList || isLong || _version is null || (hadChange && !isRepeated));
            if (!isList && _version is "")
            {
                _version = null;
            }

            if (isImmediate)
            {
                if (!isList)
                {
                    observer.Resuming(null, TimeSpan.Zero);
                }

                continue;
            }

            await RecoverAsync(failure, isList, isRepeated, cancellationToken).ConfigureAwait(false);
        }
    }

    // Whether an attempt did not last, like the one before. A list lasts if it is complete, but says nothing about the watch that follows.
    private bool IsShortAgain(bool hasLasted, bool isList)
    {
        var isRepeated = !hasLasted && _wasShort;
        _wasShort = isList && hasLasted ? _wasShort : !hasLasted;
        return isRepeated;
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
                if (_unknownTypes.Count < MostUnknownTypes && _unknownTypes.Add(signal.TypeName))
                {
                    observer.UnknownEvent(signal.TypeName);
                }

                return;
        }

        if (!isList && _version is not "" && o.Version.Length > 0)
        {
            _version = o.Version;
        }
    }

    private async Task RecoverAsync(KubeApiException? failure, bool wasList, bool isRepeated, CancellationToken cancellationToken)
    {
        var recovery = failure is null ? WatchRecovery.Resume : WatchRecoveries.After(failure);
        var isFirstList = wasList && !_hasListed && recovery != WatchRecovery.Relist;
        var isForbidden = recovery == WatchRecovery.AwaitAccess && !wasList && !_hasWatched;
        if (recovery == WatchRecovery.End || isFirstList || isForbidden || IsMissingTooLong(recovery))
        {
            observer.Ended();
            throw failure!;
        }

        if (recovery == WatchRecovery.Relist)
        {
            // A list that expired between two pages is read in one piece.
            _listsInPages = !wasList;
            _version = null;
            observer.Relisting();
            if (isRepeated)
            {
                // Limits the requests to a server that expires every version at once.
                await Task.Delay(_backoff.Next(null), clock, cancellationToken).ConfigureAwait(false);
            }

            return;
        }

        if (recovery == WatchRecovery.AwaitType)
        {
            _version = null;
        }

        var pause = _backoff.Next(failure?.RetryAfter ?? (failure?.Status.RetryAfterSeconds is > 0 and var seconds ? TimeSpan.FromSeconds(seconds) : null));
        if (_missingSince is { } since && s_returnTimeout - clock.GetElapsedTime(since) is var left && left < pause)
        {
            // The last attempt is at the end of the time. Timers have whole milliseconds.
            pause = TimeSpan.FromMilliseconds(Math.Max(1, Math.Ceiling(left.TotalMilliseconds)));
        }

        observer.Resuming(failure, pause);
        await Task.Delay(pause, clock, cancellationToken).ConfigureAwait(false);
    }

    private bool IsMissingTooLong(WatchRecovery recovery)
    {
        if (recovery is not (WatchRecovery.AwaitType or WatchRecovery.AwaitAccess))
        {
            _missingSince = null;
            return false;
        }

        if (_missingSince is null)
        {
            _missingSince = clock.GetTimestamp();
            _backoff.Reset();
        }

        return clock.GetElapsedTime(_missingSince.Value) >= s_returnTimeout;
    }

    private static WatchEvent<T> Vanished(ObjectKey key, string uid) => new(WatchEventType.Deleted, new WatchedObject<T>(key, uid, "", default));

    private static bool IsBefore(string version, string other) =>
        ulong.TryParse(version, out var a) && ulong.TryParse(other, out var b) && a < b;
}
