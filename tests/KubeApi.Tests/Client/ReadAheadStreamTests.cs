using KubeApi.Client.Errors;
using KubeApi.Client.Http;

namespace KubeApi.Tests.Client;

public sealed class ReadAheadStreamTests
{
    private const int Segment = ReadAheadStream.SegmentSize;

    private static readonly byte[] s_bytes = Bytes((5 * Segment) + 1234);

    [Theory]
    [InlineData(1, Segment, 1000)]
    [InlineData(7_000, Segment, 100_000)]
    [InlineData(1_000_000, 2 * Segment, 999)]
    [InlineData(1_000_000, ReadAheadStream.DefaultBound, 1_000_000)]
    [InlineData(1_000_000, 1, 50_000)]
    public async Task Bytes_are_read_in_order(int chunk, int bound, int buffer)
    {
        var bytes = chunk == 1 ? s_bytes[..2000] : s_bytes;
        using var inner = new ChunkedStream(bytes, chunk);
        await using var stream = new ReadAheadStream(inner, bound);

        Assert.Equal(bytes, await ReadAllAsync(stream, buffer));
    }

    [Fact]
    public async Task Reads_after_the_end_return_nothing()
    {
        using var inner = new SourceStream([]);
        await using var stream = new ReadAheadStream(inner);

        Assert.Equal((0, 0), (await stream.ReadAsync(new byte[1]), await stream.ReadAsync(new byte[1])));
    }

    [Fact]
    public async Task It_reads_ahead_to_the_limit_without_a_reader()
    {
        using var inner = new SourceStream(s_bytes);
        await using var stream = new ReadAheadStream(inner, 2 * Segment);

        // The source returns synchronously, so all of this has happened before the first read.
        Assert.Equal(2 * Segment, inner.Given);
    }

    [Fact]
    public async Task At_most_the_limit_is_buffered_and_reading_makes_room()
    {
        using var inner = new SourceStream(s_bytes);
        await using var stream = new ReadAheadStream(inner, 2 * Segment);
        var buffer = new byte[10_000];
        var (taken, most) = (0, 0);
        for (var read = -1; read != 0; taken += read)
        {
            read = await stream.ReadAsync(buffer);
            most = Math.Max(most, inner.Given - taken - read);
        }

        Assert.Equal(s_bytes.Length, taken);
        Assert.InRange(most, Segment, 2 * Segment);
    }

    [Theory]
    [InlineData(Segment)]
    [InlineData(ReadAheadStream.DefaultBound)]
    public async Task A_failure_is_reported_after_the_data_before_it(int bound)
    {
        using var inner = new SourceStream(s_bytes, new IOException("gone"));
        await using var stream = new ReadAheadStream(inner, bound);
        var buffer = new byte[s_bytes.Length];

        await stream.ReadExactlyAsync(buffer);

        Assert.Equal(s_bytes, buffer);
        Assert.Equal("gone", (await Assert.ThrowsAsync<IOException>(() => stream.ReadAsync(buffer).AsTask())).Message);
    }

    [Theory]
    [InlineData(Segment, Remedy.FasterReader)]
    [InlineData(ReadAheadStream.DefaultBound, Remedy.None)]
    public async Task A_connection_lost_because_of_a_slow_reader_recommends_a_faster_one(int bound, Remedy remedy)
    {
        using var inner = new SourceStream(s_bytes, new KubeApiException(FailureKind.ConnectionFailed, "gone"));
        await using var stream = new ReadAheadStream(inner, bound);

        var failure = await Assert.ThrowsAsync<KubeApiException>(() => ReadAllAsync(stream, Segment));

        Assert.Equal(remedy, failure.Remedy);
    }

    [Theory]
    [InlineData(Segment)]
    [InlineData(ReadAheadStream.DefaultBound)]
    public async Task Disposing_ends_a_stream_that_waits_for_its_reader_or_its_server(int bound)
    {
        using var inner = new SourceStream(s_bytes, isEndless: true);
        var stream = new ReadAheadStream(inner, bound);
        Assert.Equal(1, await stream.ReadAsync(new byte[1]));

        await stream.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task A_waiting_read_can_be_canceled()
    {
        using var inner = new SourceStream([], isEndless: true);
        await using var stream = new ReadAheadStream(inner);
        using var stop = new CancellationTokenSource();
        var reading = stream.ReadAsync(new byte[1], stop.Token).AsTask();

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading.WaitAsync(TimeSpan.FromSeconds(30)));
    }

    private static byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        new Random(7).NextBytes(bytes);
        return bytes;
    }

    private static async Task<byte[]> ReadAllAsync(ReadAheadStream stream, int size)
    {
        using var all = new MemoryStream();
        var buffer = new byte[size];
        while (await stream.ReadAsync(buffer) is var read and > 0)
        {
            all.Write(buffer, 0, read);
        }

        return all.ToArray();
    }
}
