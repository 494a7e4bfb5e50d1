using System.IO.Pipelines;
using System.Security.Cryptography;
using System.Threading.Channels;
using KubeApi.Sandbox.Containers;
using KubeApi.Sandbox.Json;
using KubeApi.Sandbox.Protocol;

namespace KubeApi.Sandbox.Streams;

/// <summary>`exec` and `attach`: the channels of a process over a WebSocket, with the protocols v5.channel.k8s.io and v4.channel.k8s.io.</summary>
internal sealed class ExecStream(ContainerProcesses processes, StreamGate streams)
{
    private const byte Input = 0;
    private const byte Output = 1;
    private const byte Error = 2;
    private const byte Result = 3;
    private const byte Resize = 4;
    private const byte Close = 255;
    private const string Version5 = "v5.channel.k8s.io";
    private const string Version4 = "v4.channel.k8s.io";
    private const int Killed = 137;

    private static readonly TimeSpan s_closingTime = TimeSpan.FromSeconds(1);

    public async Task HandleAsync(ApiRequest api, JsonObject pod, string container, bool isAttached)
    {
        var (hasInput, hasOutput, hasError, hasTerminal) = (api.IsTrue("stdin"), api.IsTrue("stdout"), api.IsTrue("stderr"), api.IsTrue("tty"));
        if (!hasInput && !hasOutput && !hasError)
        {
            await ResponseWriter.TextAsync(api.Http, StatusCodes.Status400BadRequest, "you must specify at least 1 of stdin, stdout, stderr");
            return;
        }

        if (processes.Find(pod, container) is not { Ended.IsCompleted: false } run)
        {
            var why = isAttached ? $"container {container} not found in pod {api.Info.Name}_{api.Info.Namespace}" : $"container not found (\"{container}\")";
            await ResponseWriter.TextAsync(api.Http, StatusCodes.Status500InternalServerError, why);
            return;
        }

        using var stream = streams.Open(api.Http);
        if (await WebSocketUpgrade.AcceptAsync(api.Http, stream.Flow.IsVersion4Only ? [Version4] : [Version5, Version4]) is not { } accepted)
        {
            return;
        }

        using var socket = new ChannelSocket(accepted.Socket, stream);
        var state = processes.StateOf(run);
        var input = new Pipe();
        var sizes = Channel.CreateUnbounded<(int Width, int Height)>();
        var (id, ending) = state.AddProcess();
        var output = !hasOutput ? Stream.Null : hasTerminal && !isAttached ? Terminal(socket) : socket.Output(Output);
        var process = new ContainerProcess
        {
            Id = id,
            Namespace = api.Info.Namespace,
            Pod = api.Info.Name,
            Container = run.Name,
            Command = [.. api.Http.Request.Query["command"].OfType<string>()],
            HasTerminal = hasTerminal,
            Input = hasInput ? input.Reader.AsStream() : Stream.Null,
            Output = output,
            Error = hasTerminal ? output : hasError ? socket.Output(Error) : Stream.Null,
            Sizes = sizes,
            Ended = ending.Token,
        };
        var (_, next, _) = run.Log.Read();
        // The first message tells the client that it is connected.
        await socket.SendAsync(hasOutput ? Output : hasError ? Error : Result, default);
        var receiving = ReceiveAsync();
        var running = isAttached ? FollowAsync(run, next, process) : processes.TryRun(process, run);
        _ = running?.ContinueWith(_ => state.RemoveProcess(id), TaskScheduler.Default);
        if (running is not null && await Task.WhenAny(running, receiving) == receiving && !running.IsCompleted)
        {
            // The client has disconnected. The process reads the end of its input, and continues.
            return;
        }

        var status = running is null ? NotStarted(process.Command) : await StatusAsync(running, process, accepted.Protocol);
        await (accepted.Protocol.Length > 0 ? socket.SendAsync(Result, Encoding.UTF8.GetBytes(status)) : default);
        await socket.CloseAsync();
        await Task.WhenAny(receiving, Task.Delay(s_closingTime));

        async Task ReceiveAsync()
        {
            await socket.ReceiveAsync(async (channel, data) =>
            {
                switch (channel)
                {
                    case Input when isAttached:
                        state.Feed(data);
                        break;
                    case Input when hasInput:
                        await input.Writer.WriteAsync(data);
                        break;
                    case Close when accepted.Protocol == Version5 && data.Span is [Input]:
                        EndInput();
                        break;
                    case Resize when Size(data) is { } size:
                        sizes.Writer.TryWrite(size);
                        break;
                }
            });
            EndInput();
        }

        void EndInput()
        {
            input.Writer.Complete();
            if (isAttached && hasInput)
            {
                state.Feed(null);
            }
        }
    }

    // A terminal sends a carriage return before each line break.
    private static SinkStream Terminal(ChannelSocket socket) => new((bytes, _) =>
    {
        var sent = new List<byte>(bytes.Length + 16);
        foreach (var value in bytes.Span)
        {
            sent.AddRange(value == '\n' && sent is not [.., (byte)'\r'] ? "\r\n"u8 : [value]);
        }

        return socket.SendAsync(Output, sent.ToArray());
    });

    private static (int Width, int Height)? Size(ReadOnlyMemory<byte> message)
    {
        try
        {
            return JsonNode.Parse(message.Span) is JsonObject size ? ((int)(size.IntegerAt("Width") ?? 0), (int)(size.IntegerAt("Height") ?? 0)) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    // The output of the main process from a line on, until it ends.
    private static async Task<int> FollowAsync(ContainerRun run, long next, ContainerProcess process)
    {
        for (var hasEnded = false; !hasEnded;)
        {
            hasEnded = run.Ended.IsCompleted;
            (var lines, next, var changed) = run.Log.Read(next);
            foreach (var line in lines)
            {
                await (line.IsError ? process.Error : process.Output).WriteAsync(line.Bytes);
            }

            await (hasEnded ? Task.CompletedTask : Task.WhenAny(changed, run.Ended));
        }

        return 0;
    }

    private static async Task<string> StatusAsync(Task<int> running, ContainerProcess process, string protocol)
    {
        await Task.WhenAny(running);
        var code = running.IsCanceled && process.Ended.IsCancellationRequested ? Killed : await running;
        var text = code.ToString(CultureInfo.InvariantCulture);
        var why = protocol == Version5 ? $"command terminated with exit code {text}"
            : $"error executing command [{string.Join(' ', process.Command)}], exit code {text}";
        return code == 0
            ? """{"metadata":{},"status":"Success"}"""
            : Failure($"command terminated with non-zero exit code: {why}", "NonZeroExitCode", $$"""{"reason":"ExitCode","message":"{{text}}"}""", "");
    }

    private static string NotStarted(IReadOnlyList<string> command)
    {
        var id = RandomNumberGenerator.GetHexString(64, lowercase: true);
        var why = command is [var program, ..]
            ? $"unable to start container process: exec: \"{program}\": executable file not found in $PATH"
            : "args must not be empty";
        var message = "Internal error occurred: error executing command in container: failed to exec in container: failed to start exec "
            + $"\"{id}\": OCI runtime exec failed: exec failed: {why}";
        return Failure("Internal error occurred: " + message, "InternalError", $$"""{"message":{{Quote(message)}}}""", ",\"code\":500");
    }

    private static string Failure(string message, string reason, string cause, string code) =>
        $$"""{"metadata":{},"status":"Failure","message":{{Quote(message)}},"reason":"{{reason}}","details":{"causes":[{{cause}}]}{{code}}}""";

    private static string Quote(string text) => JsonText.ToText(JsonValue.Create(text));
}
