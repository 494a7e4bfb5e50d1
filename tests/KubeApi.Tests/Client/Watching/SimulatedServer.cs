using System.Runtime.CompilerServices;
using KubeApi.Client.Errors;
using KubeApi.Client.Watching;

namespace KubeApi.Tests.Client.Watching;

/// <summary>
/// A server with random writes while it is listed and watched, which cuts connections, expires versions, restarts them, sends bookmarks
/// or none, and is busy at times. It computes the expected changes from its own history: every write that it can still send, and between that and a new list
/// one merged change per object.
/// </summary>
internal sealed class SimulatedServer(int seed, CancellationTokenSource end) : IWatchSource<string>, IWatchObserver
{
    private const int Requests = 25;

    private readonly Random _random = new(seed);
    private readonly Dictionary<string, (string Uid, long Version)> _objects = [];
    private readonly List<(WatchEventType Type, string Name, string Uid, long Version)> _history = [];
    // The objects that the watch has been sent, and up to which version.
    private readonly Dictionary<string, (string Uid, long Version)> _shown = [];
    private long _version = 1_000_000;
    private long _oldest;
    private long _lastShown;
    private bool _hasListed;
    // A refusal ends a watch that has never worked.
    private bool _hasWatched;
    private int _requests;
    private int _uids;

    /// <summary>The expected changes: single events in order, and unordered groups of changes from lists.</summary>
    public List<List<string>> Expected { get; } = [];

    /// <summary>The objects at the end, as <c>name/uid=version</c>.</summary>
    public IEnumerable<string> Final => _objects.Select(o => $"{o.Key}/{o.Value.Uid}={o.Value.Version}");

    public async IAsyncEnumerable<WatchSignal<string>> ListAsync(bool inPages, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        Count();
        // A list is a snapshot, unaffected by concurrent writes.
        var (snapshot, version) = (_objects.ToList(), _version);
        List<string> group = [];
        Expected.Add(group);
        foreach (var (name, (uid, itsVersion)) in snapshot)
        {
            Fault(list: true);
            if (inPages && _random.Next(40) == 0)
            {
                throw new KubeApiException(FailureKind.Refused, new Status { Code = 410, Reason = "Expired" });
            }

            Show(name, uid, itsVersion, group);
            yield return new WatchSignal<string>(WatchSignalKind.Added, new WatchedObject<string>(new ObjectKey("ns", name), uid, $"{itsVersion}", name));
            Write();
        }

        Fault(list: true);
        foreach (var (name, (uid, _)) in _shown.Where(s => !snapshot.Exists(o => o.Key == s.Key)).ToList())
        {
            _shown.Remove(name);
            group.Add($"-{name}/{uid}");
        }

        _lastShown = version;
        _hasListed = true;
        yield return WatchSignal<string>.Bookmark($"{version}");
    }

    public async IAsyncEnumerable<WatchSignal<string>> WatchAsync(
        string version, TimeSpan timeout, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        Count();
        // A watch that resumes elsewhere would lose or repeat changes.
        Assert.Equal($"{_lastShown}", version);
        Fault();
        var position = long.Parse(version, null);
        if (position < _oldest)
        {
            throw new KubeApiException(FailureKind.Refused, new Status { Code = 410, Reason = "Expired" });
        }

        for (var steps = _random.Next(8); steps > 0; steps--)
        {
            Write();
            foreach (var write in _history.Where(h => h.Version > position).ToList())
            {
                Fault();
                position = write.Version;
                yield return Shown(write);
            }

            if (_random.Next(4) == 0)
            {
                _lastShown = position = _version;
                yield return WatchSignal<string>.Bookmark($"{position}");
            }

            if (_random.Next(20) == 0)
            {
                yield return new WatchSignal<string>(WatchSignalKind.Unknown, new WatchedObject<string>(default, "", "", null), "NEW");
            }
        }

        _hasWatched = true;
        _ = timeout;
    }

    public Task<string> ReadVersionAsync(CancellationToken cancellationToken) => Task.FromResult($"{_version}");

    public void Connected()
    {
    }

    public void Disconnected(KubeApiException? failure)
    {
    }

    public void Ended()
    {
    }

    public void Resuming(KubeApiException? failure, TimeSpan delay) => Write();

    public void Polling(KubeApiException refusal, TimeSpan interval) => throw refusal;

    public void Relisting() => Write();

    public void UnknownEvent(string type) => Assert.Equal("NEW", type);

    // The last list and watch are complete, so the final state is sent.
    private void Count()
    {
        if (++_requests > Requests && _lastShown == _version && _lastShown >= _oldest)
        {
            end.Cancel();
            end.Token.ThrowIfCancellationRequested();
        }
    }

    private void Fault(bool list = false)
    {
        // A failed first list ends the watch.
        if (!_hasListed || _requests > Requests)
        {
            return;
        }

        switch (_random.Next(60))
        {
            case 0:
                throw new KubeApiException(FailureKind.ConnectionFailed, "cut");
            case 1:
                throw new KubeApiException(FailureKind.Refused, new Status { Code = 503, RetryAfterSeconds = 1 });
            case 2 when !list:
                _oldest = _version;
                Write();
                throw new KubeApiException(FailureKind.Refused, new Status { Code = 410, Reason = "Expired" });
            case 3:
                Restart();
                throw new KubeApiException(FailureKind.ConnectionFailed, "restarted");
            case 4:
                throw new KubeApiException(FailureKind.Refused, new Status { Code = 404, Reason = "NotFound" });
            case 5 when _hasWatched:
                throw new KubeApiException(FailureKind.Refused, new Status { Code = 403, Reason = "Forbidden" });
        }
    }

    // Restored from a backup: other objects, and lower versions.
    private void Restart()
    {
        _version = _lastShown - 2000 - _random.Next(50);
        _oldest = _version;
        _history.Clear();
        foreach (var name in _objects.Keys.Where(_ => _random.Next(3) == 0).ToList())
        {
            _objects.Remove(name);
        }

        foreach (var (name, (uid, _)) in _objects.ToList())
        {
            _objects[name] = (uid, _version - _random.Next(10));
        }
    }

    private void Write()
    {
        for (var writes = _requests > Requests ? 0 : _random.Next(4); writes > 0; writes--)
        {
            var name = $"o{_random.Next(6)}";
            _version += 1 + _random.Next(3);
            if (!_objects.TryGetValue(name, out var known))
            {
                _objects[name] = ($"u{++_uids}", _version);
                _history.Add((WatchEventType.Added, name, _objects[name].Uid, _version));
            }
            else if (_random.Next(3) == 0)
            {
                _objects.Remove(name);
                _history.Add((WatchEventType.Deleted, name, known.Uid, _version));
            }
            else
            {
                _objects[name] = (known.Uid, _version);
                _history.Add((WatchEventType.Modified, name, known.Uid, _version));
            }
        }
    }

    private WatchSignal<string> Shown((WatchEventType Type, string Name, string Uid, long Version) write)
    {
        var kind = write.Type switch
        {
            WatchEventType.Added => WatchSignalKind.Added,
            WatchEventType.Modified => WatchSignalKind.Modified,
            _ => WatchSignalKind.Deleted,
        };
        Expected.Add([$"{(kind == WatchSignalKind.Added ? '+' : kind == WatchSignalKind.Modified ? '~' : '-')}{write.Name}/{write.Uid}"]);
        if (kind == WatchSignalKind.Deleted)
        {
            _shown.Remove(write.Name);
        }
        else
        {
            _shown[write.Name] = (write.Uid, write.Version);
        }

        _lastShown = write.Version;
        return new WatchSignal<string>(kind, new WatchedObject<string>(new ObjectKey("ns", write.Name), write.Uid, $"{write.Version}", write.Name));
    }

    private void Show(string name, string uid, long version, List<string> group)
    {
        var isKnown = _shown.TryGetValue(name, out var known);
        if (isKnown && known.Uid != uid)
        {
            group.Add($"-{name}/{known.Uid}");
        }

        if (!isKnown || known.Uid != uid)
        {
            group.Add($"+{name}/{uid}");
        }
        else if (known.Version != version)
        {
            group.Add($"~{name}/{uid}");
        }

        _shown[name] = (uid, version);
    }
}
