using System.Runtime.CompilerServices;
using KubeApi.Client.Errors;
using KubeApi.Client.Watching;

namespace KubeApi.Tests.Client.Watching;

/// <summary>Replays scripted lists and watches, and records the requests. The end of the script cancels the watch.</summary>
internal sealed class ScriptedWatch(CancellationTokenSource end, ShortDelayClock clock) : IWatchSource<string>, IWatchObserver
{
    private readonly Queue<(string Request, object[] Script)> _script = [];

    /// <summary>The requests, as <c>list</c>, <c>list whole</c> and <c>watch 5</c>.</summary>
    public List<string> Requests { get; } = [];

    /// <summary>The connection, as <c>connected</c>, <c>ended</c>, and <c>disconnected</c> with the kind of the failure.</summary>
    public List<string> Connection { get; } = [];

    /// <summary>Resumes, relists and unknown events, as text.</summary>
    public List<string> Notes { get; } = [];

    /// <summary>The current version of the server; empty for the last requested one.</summary>
    public string CurrentVersion { get; set; } = "";

    /// <summary>Adds a list of objects such as <c>a=1</c> (name and version; the uid is the name) or <c>a/u2=1</c>, a failure, or a bookmark.</summary>
    public ScriptedWatch List(params object[] script) => Add("list", script);

    /// <summary>
    /// Adds a watch of events such as <c>+a=2</c>, <c>~a=3</c>, <c>-a=4</c>, <c>@5</c> for a bookmark, <c>!</c> for the head of the response,
    /// <c>?NEW</c> for an unknown type, failures, or the time
    /// that passes before the next step; forever with <see cref="TimeSpan.MaxValue"/>.
    /// </summary>
    public ScriptedWatch Watch(params object[] script) => Add("watch", script);

    public IAsyncEnumerable<WatchSignal<string>> ListAsync(bool inPages, CancellationToken cancellationToken) =>
        Play(inPages ? "list" : "list whole", cancellationToken);

    public IAsyncEnumerable<WatchSignal<string>> WatchAsync(string version, TimeSpan timeout, CancellationToken cancellationToken)
    {
        Assert.InRange(timeout.TotalSeconds, 290, 350);
        return Play($"watch {version}".TrimEnd(), cancellationToken);
    }

    public Task<string> ReadVersionAsync(CancellationToken cancellationToken) => Task.FromResult(CurrentVersion);

    public void Connected() => Connection.Add("connected");

    public void Disconnected(KubeApiException? failure) => Connection.Add($"disconnected {failure?.Failure}".TrimEnd());

    public void Ended() => Connection.Add("ended");

    public void Resuming(KubeApiException? failure, TimeSpan delay) =>
        Notes.Add(failure is null ? "resumed" : $"resumed after {failure.Failure} {failure.StatusCode}");

    public void Relisting() => Notes.Add("relisted");

    public void Polling(KubeApiException refusal, TimeSpan interval) => Notes.Add("polling");

    public void UnknownEvent(string type) => Notes.Add($"unknown {type}");

    private ScriptedWatch Add(string request, object[] script)
    {
        _script.Enqueue((request, script));
        return this;
    }

    private async IAsyncEnumerable<WatchSignal<string>> Play(string request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Requests.Add(request);
        if (_script.Count == 0)
        {
            await end.CancelAsync();
            cancellationToken.ThrowIfCancellationRequested();
        }

        var (expected, script) = _script.Dequeue();
        Assert.Equal(expected, request.Split(' ')[0]);
        foreach (var step in script)
        {
            switch (step)
            {
                case Exception failure:
                    throw failure;
                case TimeSpan time when time < TimeSpan.MaxValue:
                    clock.Advance(time);
                    break;
                case TimeSpan:
                    await Task.Delay(Timeout.Infinite, cancellationToken);
                    break;
                case string text:
                    yield return Parse(text);
                    break;
            }
        }
    }

    private static WatchSignal<string> Parse(string text)
    {
        if (text is "!")
        {
            return WatchSignal<string>.Opened;
        }

        if (text[0] is '@')
        {
            return WatchSignal<string>.Bookmark(text[1..]);
        }

        var kind = text[0] switch
        {
            '~' => WatchSignalKind.Modified,
            '-' => WatchSignalKind.Deleted,
            '?' => WatchSignalKind.Unknown,
            _ => WatchSignalKind.Added,
        };
        if (kind == WatchSignalKind.Unknown)
        {
            return new WatchSignal<string>(kind, default(WatchedObject<string>) with { Version = "" }, text[1..]);
        }

        var parts = text.TrimStart('+', '~', '-').Split('=');
        var name = parts[0].Split('/');
        return new WatchSignal<string>(kind, new WatchedObject<string>(new ObjectKey("ns", name[0]), name[^1], parts[1], text));
    }
}
