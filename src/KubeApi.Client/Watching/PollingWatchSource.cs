using System.Runtime.CompilerServices;
using KubeApi.Client.Errors;

namespace KubeApi.Client.Watching;

/// <summary>
/// Watches through another source. Once a watch is forbidden, it lists every two seconds instead; once a list is forbidden, it reads the named
/// objects one by one. Such lists have no version, after which the watcher lists again. It is the watcher's observer too: polls are not resumes.
/// </summary>
/// <param name="source">Lists and watches.</param>
/// <param name="reads">Reads of one named object each; empty without names.</param>
/// <param name="observer">Receives events other than changes.</param>
/// <param name="clock">Measures the time between two reads.</param>
internal sealed class PollingWatchSource<T>(
    IWatchSource<T> source, IEnumerable<Func<CancellationToken, Task<WatchedObject<T>>>> reads, IWatchObserver observer, TimeProvider clock)
    : IWatchSource<T>, IWatchObserver
{
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(2);

    private readonly List<Func<CancellationToken, Task<WatchedObject<T>>>> _reads = [.. reads];
    private bool _polls;
    private bool _readsEach;
    // Not reported yet: if reading is forbidden too, it is a failure.
    private KubeApiException? _refusal;

    public async IAsyncEnumerable<WatchSignal<T>> ListAsync(bool inPages, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (!_readsEach)
        {
            var listed = UntilForbidden(source.ListAsync(inPages, cancellationToken), isList: true, cancellationToken);
            await foreach (var signal in listed.ConfigureAwait(false))
            {
                yield return _polls && signal.Kind == WatchSignalKind.Bookmark ? WatchSignal<T>.Bookmark("") : signal;
            }

            if (!_readsEach)
            {
                yield break;
            }
        }

        foreach (var read in _reads)
        {
            var found = await ReadAsync(read, cancellationToken).ConfigureAwait(false);
            ReportPolling();
            if (found is { } item)
            {
                yield return new WatchSignal<T>(WatchSignalKind.Added, item);
            }
        }

        yield return WatchSignal<T>.Bookmark("");
    }

    public async IAsyncEnumerable<WatchSignal<T>> WatchAsync(
        string version, TimeSpan timeout, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (!_polls)
        {
            var watched = UntilForbidden(source.WatchAsync(version, timeout, cancellationToken), isList: false, cancellationToken);
            await foreach (var signal in watched.ConfigureAwait(false))
            {
                yield return signal;
            }

            if (!_polls)
            {
                yield break;
            }
        }

        // Between two reads, the last one counts.
        yield return WatchSignal<T>.Opened;
        await Task.Delay(s_interval, clock, cancellationToken).ConfigureAwait(false);
        if (version.Length > 0)
        {
            // The watcher would resume from it.
            throw new KubeApiException(FailureKind.Refused, new Status { Code = 410, Reason = "Expired", Message = "The watch is forbidden." });
        }
    }

    public Task<string> ReadVersionAsync(CancellationToken cancellationToken) => _polls ? Task.FromResult("") : source.ReadVersionAsync(cancellationToken);

    public void Connected() => observer.Connected();

    public void Disconnected(KubeApiException? failure) => observer.Disconnected(failure);

    public void Ended() => observer.Ended();

    public void Resuming(KubeApiException? failure, TimeSpan delay)
    {
        if (!_polls || failure is not null)
        {
            observer.Resuming(failure, delay);
        }
    }

    public void Relisting()
    {
        if (!_polls)
        {
            observer.Relisting();
        }
    }

    public void Polling(KubeApiException refusal, TimeSpan interval) => observer.Polling(refusal, interval);

    public void UnknownEvent(string type) => observer.UnknownEvent(type);

    private async IAsyncEnumerable<WatchSignal<T>> UntilForbidden(
        IAsyncEnumerable<WatchSignal<T>> signals, bool isList, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var items = signals.GetAsyncEnumerator(cancellationToken);
        await using var _ = items.ConfigureAwait(false);
        while (true)
        {
            try
            {
                if (!await items.MoveNextAsync().ConfigureAwait(false))
                {
                    yield break;
                }
            }
            catch (KubeApiException e) when (e is { Failure: FailureKind.Refused, StatusCode: 403 } && (!isList || _reads.Count > 0))
            {
                _readsEach |= isList;
                if (!_polls)
                {
                    (_polls, _refusal) = (true, e);
                }

                if (!isList)
                {
                    ReportPolling();
                }

                yield break;
            }

            yield return items.Current;
        }
    }

    private void ReportPolling()
    {
        if (_refusal is { } refusal)
        {
            _refusal = null;
            observer.Polling(refusal, s_interval);
        }
    }

    private static async Task<WatchedObject<T>?> ReadAsync(Func<CancellationToken, Task<WatchedObject<T>>> read, CancellationToken cancellationToken)
    {
        try
        {
            return await read(cancellationToken).ConfigureAwait(false);
        }
        catch (KubeApiException e) when (e is { Failure: FailureKind.Refused, StatusCode: 404 })
        {
            return null;
        }
    }
}
