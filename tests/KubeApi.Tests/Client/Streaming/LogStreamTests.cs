using System.Text;
using KubeApi.Client.Streaming;

namespace KubeApi.Tests.Client.Streaming;

/// <summary>The lines of a response, and their timestamps.</summary>
public sealed class LogStreamTests
{
    [Theory]
    [InlineData("1970-01-01T00:00:01Z a", 1_000_000_000, "a")]
    [InlineData("1970-01-01T00:00:01.5Z a", 1_500_000_000, "a")]
    [InlineData("1970-01-01T00:00:01.000000001Z a b", 1_000_000_001, "a b")]
    [InlineData("1970-01-01T00:00:01.1234567891Z a", 1_123_456_789, "a")]
    [InlineData("1970-01-01T02:00:01+02:00 a", 1_000_000_000, "a")]
    [InlineData("1969-12-31T23:30:01-00:30 a", LogStamp.None, "1969-12-31T23:30:01-00:30 a")]
    [InlineData("1970-01-01T23:30:01.5-00:30 ", 86_401_500_000_000, "")]
    [InlineData("1970-01-01T00:00:01Z", 1_000_000_000, "")]
    [InlineData("1970-02-30T00:00:01Z a", LogStamp.None, "1970-02-30T00:00:01Z a")]
    [InlineData("1970-01-01T00:00:01Zulu", LogStamp.None, "1970-01-01T00:00:01Zulu")]
    [InlineData("1970-01-01T00:00:01", LogStamp.None, "1970-01-01T00:00:01")]
    [InlineData("no time", LogStamp.None, "no time")]
    [InlineData("", LogStamp.None, "")]
    public void A_timestamp_is_split_from_its_line(string line, long stamp, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(line);

        var start = LogStamp.Read(bytes, out var read);

        Assert.Equal((stamp, text), (read, Encoding.UTF8.GetString(bytes.AsSpan(start))));
    }

    [Fact]
    public void Malformed_timestamps_never_throw()
    {
        var valid = "2026-11-23T18:50:27.859032300Z tick"u8.ToArray();
        for (var seed = 0; seed < 5000; seed++)
        {
            var random = new Random(seed);
            var bytes = valid[..random.Next(valid.Length + 1)];
            for (var i = random.Next(4); i > 0 && bytes.Length > 0; i--)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            Assert.InRange(LogStamp.Read(bytes, out _), 0, bytes.Length);
        }
    }

    [Fact]
    public void A_timestamp_has_a_resolution_of_100_ns() =>
        Assert.Equal(new DateTimeOffset(2026, 11, 23, 18, 50, 27, TimeSpan.Zero).AddTicks(8590323), new LogLine(1795459827859032399, "").Time);

    [Theory]
    [InlineData("a\nb\n", "a|b")]
    [InlineData("a\r\nb\r\n", "a|b")]
    [InlineData("a\rb\r\r\n", "a\rb\r")]
    [InlineData("\n\n", "|")]
    [InlineData("a\nb", "a|b")]
    [InlineData("a\n\r", "a")]
    [InlineData("h\u00e9llo\n", "h\u00e9llo")]
    public async Task Lines_end_at_a_line_feed(string bytes, string expected)
    {
        foreach (var random in new[] { null, new Random(1), new Random(2) })
        {
            Assert.Equal(expected.Split('|'), await LinesAsync(Encoding.UTF8.GetBytes(bytes), random));
        }
    }

    [Fact]
    public async Task Invalid_UTF8_becomes_replacement_characters() =>
        Assert.Equal(["a\ufffdb", "\ufffd"], await LinesAsync([(byte)'a', 0xff, (byte)'b', (byte)'\n', 0xc3], null));

    [Fact]
    public async Task A_line_of_several_megabytes_is_complete()
    {
        var text = new string('x', 3_000_000);

        Assert.Equal(["a", text, "b"], await LinesAsync(Encoding.UTF8.GetBytes($"a\n{text}\nb"), new Random(5)));
    }

    [Fact]
    public async Task Received_lines_are_one_batch_and_do_not_wait_for_later_ones()
    {
        var later = new TaskCompletionSource<int>();
        using var stream = new LogStream(new StalledStream("a\nb\n"u8.ToArray(), later.Task), new LogPosition(LogStamp.None), new LogLimit(null));
        List<LogLine> lines = [];

        Assert.True(await stream.ReadAsync(lines, default));
        Assert.Equal(["a", "b"], lines.Select(l => l.Text));

        lines.Clear();
        later.SetResult(0);
        Assert.False(await stream.ReadAsync(lines, default));
        Assert.Empty(lines);
    }

    private static async Task<List<string>> LinesAsync(byte[] bytes, Random? random)
    {
        var (position, limit) = (new LogPosition(LogStamp.None), new LogLimit(null));
        using var stream = new LogStream(new ScriptedConnection(bytes, random), position, limit);
        List<string> all = [];
        List<LogLine> lines = [];
        for (var isOpen = true; isOpen; lines.Clear())
        {
            isOpen = await stream.ReadAsync(lines, default);
            all.AddRange(lines.Select(l => l.Text));
        }

        if (stream.TakeRest() is { Length: > 0 } rest)
        {
            LogStream.Add(lines, rest, position, limit);
        }

        return [.. all, .. lines.Select(l => l.Text)];
    }

    // Returns two bytes per read, then the result of the task.
    private sealed class StalledStream(byte[] bytes, Task<int> later) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            Position < Length ? base.ReadAsync(buffer[..2], cancellationToken) : new ValueTask<int>(later);
    }
}
