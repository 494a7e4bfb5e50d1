using KubeApi.Client.Errors;
using KubeApi.Client.Reading;
using KubeApi.Client.Watching;

namespace KubeApi.Tests.Client.Watching;

/// <summary>The names and versions of the objects that a watch reported.</summary>
internal sealed class WatchedState : IWatchObserver
{
    private readonly Dictionary<string, string> _versions = [];

    /// <summary>Changes that do not follow from the ones before.</summary>
    public List<string> Faults { get; } = [];

    /// <summary>How often all objects were listed again.</summary>
    public int Relists { get; private set; }

    /// <summary>Follows a change.</summary>
    public void Apply(WatchEvent<ListItem> e)
    {
        var (name, version) = (e.Item.Key.Name, e.Item.Version);
        lock (_versions)
        {
            var isKnown = _versions.TryGetValue(name, out var before);
            if (isKnown != e.Type is not WatchEventType.Added)
            {
                Faults.Add($"{e.Type} {name}");
            }

            if (e.Type == WatchEventType.Modified && before == version)
            {
                Faults.Add($"{name} {version} twice");
            }

            if (e.Type == WatchEventType.Deleted)
            {
                _versions.Remove(name);
            }
            else
            {
                _versions[name] = version;
            }
        }
    }

    /// <summary>Waits until the names and versions meet a condition, for five minutes at most.</summary>
    public async Task UntilAsync(Func<IReadOnlyDictionary<string, string>, bool> condition, Task watching)
    {
        for (var i = 0; i < 3000; i++)
        {
            lock (_versions)
            {
                if (condition(_versions))
                {
                    return;
                }
            }

            if (watching.IsFaulted)
            {
                await watching;
            }

            await Task.Delay(100);
        }

        Assert.Fail($"not reached; known: {string.Join(", ", _versions)}; relists: {Relists}; faults: {string.Join(", ", Faults)}");
    }

    public void Connected()
    {
    }

    public void Disconnected(KubeApiException? failure)
    {
    }

    public void Ended()
    {
    }

    public void Resuming(KubeApiException? failure, TimeSpan delay)
    {
    }

    public void Polling(KubeApiException refusal, TimeSpan interval) => throw refusal;

    public void Relisting() => Relists++;

    public void UnknownEvent(string type) => Faults.Add($"unknown {type}");
}
