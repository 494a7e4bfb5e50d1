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

/// <summary>A container with the sandbox's commands, at the other end of connections in memory that a test may cut.</summary>
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

    /// <summary>The programs that the container lacks.</summary>
    public HashSet<string> Missing { get; } = [];

    /// <summary>What a command writes instead of what it would write, and its exit code; null for what it would.</summary>
    public Func<string[], (byte[] Output, int ExitCode)?> Override { get; set; } = _ => null;

    /// <summary>After how many bytes the next connection breaks.</summary>
    public Func<long> NextCut { get; set; } = () => long.MaxValue;

    public void Write(string path, byte[] content)
    {
        Files.CreateFolders(PodPath.ParentOf(path));
        Files.Create(path, content);
    }

    /// <summary>Waits until all commands have ended, as they do after their connections.</summary>
    public Task SettleAsync() => Task.WhenAll(_running);

    public async Task<RemoteCommand> StartAsync(IReadOnlyList<string> command, bool hasInput, CancellationToken cancellationToken)
    {
        // A command whose connection was cut soon reads the end of its input, and writes no more. In a test, that must not be a race.
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
        // Without a pause before the command has started: a test knows then that it has.
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
                // In messages of the size that a server sends: of one that is cut, nothing is received.
                foreach (var part in bytes.ToArray().Chunk(LargestPiece))
                {
                    await socket.SendAsync((byte[])[channel, .. part], WebSocketMessageType.Binary, true, default);
                }
            }
            catch (Exception e) when (HasGone(e))
            {
                // A process does not see that its client has gone.
            }
            finally
            {
                sending.Release();
            }
        });
    }

    private async Task<string> RunAsync(ContainerProcess process, string[] command)
    {
        if (Override(command) is { } fixedResponse)
        {
            await process.Output.WriteAsync(fixedResponse.Output);
            return Status(fixedResponse.ExitCode);
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
                // The first byte of a message, of which a part may come first.
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
