using KubeApi.Client.Errors;
using KubeApi.Client.Watching;

namespace KubeApi.Tests.Client.Watching;

/// <summary>Runs the state machine of a watch with scripted lists and events.</summary>
public abstract class ScriptedWatchTests
{
    private readonly CancellationTokenSource _end = new();

    private protected ShortDelayClock Clock { get; } = new();

    private protected static TimeSpan Minutes { get; } = TimeSpan.FromMinutes(5);

    private protected static KubeApiException Cut => new(FailureKind.ConnectionFailed, "The connection was cut.");

    private protected static KubeApiException Refused(int code, string reason) => new(FailureKind.Refused, new Status { Code = code, Reason = reason });

    private protected ScriptedWatch Script() => new(_end, Clock);

    private protected async Task<List<string>> RunAsync(ScriptedWatch script)
    {
        List<string> seen = [];
        try
        {
            await foreach (var e in new ResourceWatcher<string>(script, script, Clock, new Random(1)).RunAsync(cancellationToken: _end.Token))
            {
                seen.Add(Text(e));
            }
        }
        catch (OperationCanceledException) when (_end.IsCancellationRequested)
        {
        }

        return seen;
    }

    private static string Text(WatchEvent<string> e)
    {
        var sign = e.Type switch { WatchEventType.Added => '+', WatchEventType.Modified => '~', _ => '-' };
        var o = e.Item;
        return $"{sign}{o.Key.Name}{(o.Uid == o.Key.Name ? "" : $"/{o.Uid}")}{(o.Version.Length > 0 ? $"={o.Version}" : "")}";
    }
}
