using System.Collections.Concurrent;
using System.IO.Pipelines;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using KubeApi.Client.Streaming;
using KubeApi.Client.Streaming.Copying;
using KubeApi.Sandbox;
using KubeApi.Sandbox.Containers;
using KubeApi.Sandbox.Runtime;
using KubeApi.Sandbox.Streams;

namespace KubeApi.Tests.Client.Streaming.Copying;

/// <summary>A container with the sandbox's commands, behind in-memory connections that a test can cut.</summary>
internal sealed class FakePod : ICommandStarter
{
    private const string Version5 = "v5.channel.k8s.io";

    private const int LargestPiece = 32 * 1024;

    private static readonly Lazy<Cluster> s_cluster = new(() => new Cluster(new SandboxOptions()));

    private readonly KubeApi.Sandbox.Streams.ContainerState _state;
    private readonly ConcurrentBag<Task> _running = [];

    public FakePod()
    {
        var pod = new JsonObject { ["metadata"] = new JsonObject { ["name"] = "web-1", ["namespace"] = "default" } };
        _state = s_cluster.Value.Processes.StateOf(new ContainerRun(pod, new JsonObject { ["name"] = "app" }, DateTimeOffset.UtcNow));
        Files = _state.Files;
    }

    public ContainerFiles Files { get; }

    /// <summary>The commands that were started.</summary>
    public ConcurrentQueue<string[]> Commands { get; } = [];

    /// <summary>The programs that are missing in the container.</summary>
    public HashSet<string> Missing { get; } = [];

    /// <summary>Overrides the output and the exit code of a command, which is null for one that does not end by itself; null for the real ones.</summary>
    public Func<string[], (byte[] Output, int? ExitCode)?> Override { get; set; } = _ => null;

    /// <summary>The number of bytes after which the next connection breaks.</summary>
    public Func<long> NextCut { get; set; } = () => long.MaxValue;

    public void Write(string path, byte[] content)
    {
        Files.CreateFolders(PodPath.ParentOf(path));
        Files.Create(path, content);
    }

    /// <summary>Waits until all commands have ended, which happens after their connections end.</summary>
    public Task SettleAsync() => Task.WhenAll(_running);

    public async Task<RemoteCommand> StartAsync(IReadOnlyList<string> command, bool hasInput, CancellationToken cancellationToken)
    {
        // A command whose connection was cut reads the end of its input soon, and writes no more. A test must not race with that.
        await (command[0] == "rm" ? SettleAsync() : Task.CompletedTask);
        Commands.Enqueue([.. command]);
        var (near, far) = DuplexStream.Connect();
        _running.Add(ServeAsync(far, [.. command]));
        var socket = WebSocket.CreateFromStream(
            new CutStream(near, NextCut()), new WebSocketCreationOptions { IsServer = false, SubProtocol = Version5, KeepAliveInterval = TimeSpan.Zero });
        return new RemoteCommand(new KubeApi.Client.Streaming.ChannelSocket(socket));
    }

    private async Task ServeAsync(DuplexStream stream, string[] command)
    {
        // Synchronous until the command has started, so a test can rely on it.
        using var socket = WebSocket.CreateFromStream(
            stream, new WebSocketCreationOptions { IsServer = true, SubProtocol = Version5, KeepAliveInterval = TimeSpan.Zero });
        using var sending = new SemaphoreSlim(1, 1);
        var input = new Pipe(new PipeOptions(pauseWriterThreshold: 0));
        var (id, ending) = _state.AddProcess();
        var process = new ContainerProcess
        {
            Id = id,
            Namespace = "default",
            Pod = "web-1",
            Container = "app",
            Command = command,
            Input = input.Reader.AsStream(),
            Output = Channel(1),
            Error = Channel(2),
            Sizes = System.Threading.Channels.Channel.CreateUnbounded<(int, int)>(),
            Ended = ending.Token,
        };
        var receiving = ReceiveAsync(socket, input.Writer);
        var status = await RunAsync(process, command);
        _state.RemoveProcess(id);
        if (status is null)
        {
            await receiving;
            return;
        }

        await Channel(3).WriteAsync(Encoding.UTF8.GetBytes(status));
        try
        {
            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, default);
        }
        catch (Exception e) when (HasGone(e))
        {
        }

        await receiving;

        SinkStream Channel(byte channel) => new(async (bytes, _) =>
        {
            await sending.WaitAsync(default(CancellationToken));
            try
            {
                // In messages of the size of a real server: a message that is cut is not received at all.
                foreach (var part in bytes.ToArray().Chunk(LargestPiece))
                {
                    await socket.SendAsync((byte[])[channel, .. part], WebSocketMessageType.Binary, true, default);
                }
            }
            catch (Exception e) when (HasGone(e))
            {
                // A process does not notice that its client has disconnected.
            }
            finally
            {
                sending.Release();
            }
        });
    }

    private async Task<string?> RunAsync(ContainerProcess process, string[] command)
    {
        if (Override(command) is { } fixedResponse)
        {
            await process.Output.WriteAsync(fixedResponse.Output);
            return fixedResponse.ExitCode is { } code ? Status(code) : null;
        }

        try
        {
            using var clock = new SandboxClock(TimeProvider.System);
            var running = Missing.Contains(command[0]) ? null : new BuiltInCommands(process, _state, clock).TryRun(command);
            return running is null
                ? """{"status":"Failure","reason":"InternalError","message":"exec: \"x\": executable file not found in $PATH","code":500}"""
                : Status(await running);
        }
        catch (OperationCanceledException)
        {
            return Status(137);
        }
    }

    private static string Status(int exitCode) => exitCode == 0
        ? """{"metadata":{},"status":"Success"}"""
        : $$$"""{"status":"Failure","reason":"NonZeroExitCode","details":{"causes":[{"reason":"ExitCode","message":"{{{exitCode}}}"}]}}""";

    private static async Task ReceiveAsync(WebSocket socket, PipeWriter input)
    {
        var buffer = new byte[128 * 1024];
        byte? channel = null;
        try
        {
            while (await socket.ReceiveAsync(buffer.AsMemory(), default) is { MessageType: not WebSocketMessageType.Close } received)
            {
                // The first byte of a message, which may arrive in parts.
                var start = channel is null && received.Count > 0 ? 1 : 0;
                channel ??= received.Count > 0 ? buffer[0] : null;
                if (channel == 255)
                {
                    await input.CompleteAsync();
                }
                else
                {
                    await input.WriteAsync(buffer.AsMemory(start..received.Count));
                }

                channel = received.EndOfMessage ? null : channel;
            }
        }
        catch (Exception e) when (HasGone(e))
        {
        }

        await input.CompleteAsync();
    }

    private static bool HasGone(Exception e) => e is WebSocketException or IOException or ObjectDisposedException or InvalidOperationException;
}
