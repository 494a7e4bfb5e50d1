using System.Text;
using KubeApi.Client.Errors;

namespace KubeApi.Tests.Client.Streaming;

/// <summary>Commands over connections that are cut at random bytes, and invalid frames.</summary>
public sealed class RemoteCommandChaosTests
{
    private const int Runs = 1000;

    private const string Status = """
        {"metadata":{},"status":"Failure","reason":"NonZeroExitCode","details":{"causes":[{"reason":"ExitCode","message":"7"}]}}
        """;

    [Fact]
    public async Task A_cut_never_yields_wrong_bytes_or_a_false_end()
    {
        var ends = 0;
        for (var seed = 0; seed < Runs; seed++)
        {
            var random = new Random(seed);
            MemoryStream stdout = new(), stderr = new();
            var frames = new ServerFrames().Message([1]);
            for (var i = random.Next(20); i > 0; i--)
            {
                var data = new byte[random.Next(10) == 0 ? random.Next(70_000) : random.Next(300)];
                random.NextBytes(data);
                var channel = (byte)random.Next(1, 3);
                (channel == 1 ? stdout : stderr).Write(data);
                frames.Message([channel, .. data], random.Next(1, 4));
                if (random.Next(5) == 0)
                {
                    frames.Frame(9, "ping"u8);
                }
            }

            frames.Message([3, .. Encoding.UTF8.GetBytes(Status)], random.Next(1, 4));
            var end = frames.Length;
            var bytes = frames.Close().ToArray();
            var cut = random.Next(4) == 0 ? random.Next(end - 10, bytes.Length + 1) : random.Next(bytes.Length + 1);
            var isReset = random.Next(2) == 0;
            using var command = new ScriptedConnection(bytes.AsMemory(0, cut), random, isReset).Command();

            var output = await CommandOutput.OfAsync(command);

            Assert.True(stdout.ToArray().AsSpan().StartsWith(output.Stdout), $"seed {seed}");
            Assert.True(stderr.ToArray().AsSpan().StartsWith(output.Stderr), $"seed {seed}");
            if (cut >= end)
            {
                ends++;
                Assert.Equal(7, output.Result?.ExitCode);
                Assert.Equal((stdout.Length, stderr.Length), (output.Stdout.Length, output.Stderr.Length));
            }
            else
            {
                Assert.Null(output.Result);
                Assert.Equal(FailureKind.StreamBroken, output.Failure?.Failure);
            }
        }

        Assert.InRange(ends, 50, Runs / 2);
    }

    [Fact]
    public async Task Garbage_never_ends_a_command_or_throws_an_unexpected_exception()
    {
        for (var seed = 0; seed < Runs; seed++)
        {
            var random = new Random(seed);
            var frames = new ServerFrames();
            for (var i = random.Next(10); i > 0; i--)
            {
                var data = new byte[random.Next(200)];
                random.NextBytes(data);
                if (random.Next(2) == 0 && data.Length > 0)
                {
                    data[0] = (byte)random.Next(5);
                }

                frames.Frame((byte)(random.Next(3) == 0 ? random.Next(16) : 2), data, random.Next(3) > 0);
            }

            var bytes = frames.Message(3, """{"status":"Success"}""").Close().ToArray();
            for (var i = random.Next(8); i > 0; i--)
            {
                bytes[random.Next(Math.Max(1, bytes.Length - 30))] = (byte)random.Next(256);
            }

            using var command = new ScriptedConnection(bytes, random).Command();

            var output = await CommandOutput.OfAsync(command);

            Assert.True(output.Result is not null || output.Failure?.Failure == FailureKind.StreamBroken, $"seed {seed}: {output.Failure}");
        }
    }

    [Fact]
    public async Task Random_bytes_are_a_broken_stream()
    {
        for (var seed = 0; seed < Runs; seed++)
        {
            var random = new Random(seed);
            var bytes = new byte[random.Next(500)];
            random.NextBytes(bytes);
            using var command = new ScriptedConnection(bytes, random).Command();

            Assert.Equal(FailureKind.StreamBroken, (await CommandOutput.OfAsync(command)).Failure?.Failure);
        }
    }
}
