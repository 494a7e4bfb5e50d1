using KubeApi.Client.Watching;

namespace KubeApi.Tests.Client.Watching;

/// <summary>Ten thousand random histories: the reported changes equal the writes of the server, merged across lists.</summary>
public sealed class RandomWatchTests
{
    [Fact]
    public async Task No_change_is_lost_duplicated_or_reordered()
    {
        for (var seed = 0; seed < 10_000; seed++)
        {
            using var end = new CancellationTokenSource();
            var server = new SimulatedServer(seed, end);
            List<string> reported = [];
            Dictionary<string, string> state = [];
            try
            {
                var watcher = new ResourceWatcher<string>(server, server, new ShortDelayClock(), new Random(seed));
                await foreach (var e in watcher.RunAsync(cancellationToken: end.Token))
                {
                    var o = e.Item;
                    reported.Add($"{(e.Type switch { WatchEventType.Added => '+', WatchEventType.Modified => '~', _ => '-' })}{o.Key.Name}/{o.Uid}");
                    if (e.Type == WatchEventType.Deleted)
                    {
                        Assert.True(state.Remove(o.Key.Name), $"seed {seed}: {o.Key.Name} was not there");
                    }
                    else
                    {
                        Assert.Equal(e.Type == WatchEventType.Modified, state.ContainsKey(o.Key.Name));
                        state[o.Key.Name] = $"{o.Key.Name}/{o.Uid}={o.Version}";
                    }
                }
            }
            catch (OperationCanceledException)
            {
            }

            AssertSame(seed, server.Expected, reported);
            Assert.Equal(server.Final.Order(), state.Values.Order());
        }
    }

    private static void AssertSame(int seed, List<List<string>> expected, List<string> reported)
    {
        var position = 0;
        foreach (var group in expected)
        {
            var part = reported.Skip(position).Take(group.Count);
            // Within the changes of a list, the deletion of a replaced object still precedes the creation of its successor.
            Assert.True(group.Order(StringComparer.Ordinal).SequenceEqual(part.Order(StringComparer.Ordinal)), $"seed {seed}, from {position}");
            position += group.Count;
        }

        Assert.Equal(position, reported.Count);
    }
}
