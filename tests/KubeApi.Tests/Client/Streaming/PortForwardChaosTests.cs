using KubeApi.Client.Errors;
using KubeApi.Client.Streaming;

namespace KubeApi.Tests.Client.Streaming;

/// <summary>Connections to a port that break at any byte, and invalid frames.</summary>
public sealed class PortForwardChaosTests
{
    private const int Runs = 1000;

    [Fact]
    public async Task A_cut_never_alters_data_and_never_looks_like_an_end()
    {
        for (var seed = 0; seed < Runs; seed++)
        {
            var random = new Random(seed);
            var data = new byte[random.Next(1, 3000)];
            random.NextBytes(data);
            var frames = new ServerFrames().Message([0, 0x90, 0x1f]).Message([1, 0x90, 0x1f]);
            for (var at = 0; at < data.Length;)
            {
                var next = Math.Min(data.Length, at + random.Next(1, 500));
                frames.Message([0, .. data[at..next]], pieces: random.Next(1, 4));
                at = next;
            }

            var isWhole = random.Next(4) == 0;
            var bytes = frames.Close().ToArray();
            var connection = new ScriptedConnection(isWhole ? bytes : bytes.AsMemory(0, random.Next(bytes.Length)), random, isReset: random.Next(2) == 0);
            using var forward = new PortForwardConnection(connection.Socket("v4.channel.k8s.io"), 8080);

            var (received, failure) = await forward.ReadToEndAsync();

            Assert.True(data.AsSpan().StartsWith(received), $"run {seed}");
            Assert.Equal((seed, isWhole ? (FailureKind?)null : FailureKind.StreamBroken), (seed, failure?.Failure));
            Assert.True(!isWhole || received.Length == data.Length, $"run {seed}");
        }
    }

    [Fact]
    public async Task Fuzzed_frames_end_or_fail_as_broken_streams()
    {
        for (var seed = 0; seed < Runs; seed++)
        {
            var random = new Random(seed);
            var bytes = new ServerFrames().Message([0, 0x90, 0x1f]).Message([1, 0x90, 0x1f]).Message(0, "data").Message(1, "error").Close().ToArray();
            for (var changes = random.Next(1, 8); changes > 0; changes--)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            using var forward = new PortForwardConnection(new ScriptedConnection(bytes, random).Socket("v4.channel.k8s.io"), 8080);

            var (_, failure) = await forward.ReadToEndAsync().WaitAsync(TimeSpan.FromSeconds(30));

            Assert.True(failure is null or { Failure: FailureKind.StreamBroken }, $"run {seed}: {failure}");
        }
    }
}
