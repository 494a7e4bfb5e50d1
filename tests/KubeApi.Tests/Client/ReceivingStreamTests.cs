using System.Net.Sockets;
using KubeApi.Client.Http;

namespace KubeApi.Tests.Client;

/// <summary>The stream that receives on its own thread, over real sockets. Each test also checks that the thread ends with the connection.</summary>
public sealed class ReceivingStreamTests
{
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData(1)]
    [InlineData(4_096)]
    [InlineData(1_000_000)]
    public async Task Bytes_arrive_in_order_in_both_directions_at_the_same_time(int size)
    {
        var bytes = Bytes(size == 1 ? 3_000 : 5_000_000);
        await using var pair = await ReceivingPair.OpenAsync();

        var receiving = ReadAsync(pair.Stream, bytes.Length, size);
        var sending = Task.Run(async () => await pair.Stream.WriteAsync(bytes));
        using var peer = new NetworkStream(pair.Peer);
        var echo = ReadAsync(peer, bytes.Length, size);
        foreach (var piece in bytes.Chunk(size))
        {
            await peer.WriteAsync(piece);
        }

        Assert.Equal(bytes, await receiving.WaitAsync(s_timeout));
        Assert.Equal(bytes, await echo.WaitAsync(s_timeout));
        await sending;
    }

    [Fact]
    public async Task An_empty_read_waits_for_data_and_takes_none()
    {
        await using var pair = await ReceivingPair.OpenAsync();
        var waiting = pair.Stream.ReadAsync(Memory<byte>.Empty).AsTask();
        Assert.False(waiting.IsCompleted);

        pair.Peer.Send("x"u8);

        Assert.Equal(0, await waiting.WaitAsync(s_timeout));
        Assert.Equal(0, await pair.Stream.ReadAsync(Memory<byte>.Empty));
        Assert.Equal("x"u8.ToArray(), await ReadAsync(pair.Stream, 1, 1));
    }

    [Fact]
    public async Task An_empty_read_completes_at_the_end()
    {
        await using var pair = await ReceivingPair.OpenAsync();
        var waiting = pair.Stream.ReadAsync(Memory<byte>.Empty).AsTask();

        pair.Peer.Shutdown(SocketShutdown.Send);

        Assert.Equal(0, await waiting.WaitAsync(s_timeout));
        Assert.Equal(0, await pair.Stream.ReadAsync(Memory<byte>.Empty));
    }

    [Fact]
    public async Task Only_one_read_may_be_pending()
    {
        await using var pair = await ReceivingPair.OpenAsync();
        var first = pair.Stream.ReadAsync(new byte[1]).AsTask();

        await Assert.ThrowsAsync<InvalidOperationException>(() => pair.Stream.ReadAsync(new byte[1]).AsTask());

        pair.Peer.Send("x"u8);
        Assert.Equal(1, await first.WaitAsync(s_timeout));
    }

    [Fact]
    public async Task A_canceled_read_leaves_its_data_to_the_next_one()
    {
        await using var pair = await ReceivingPair.OpenAsync();
        for (var round = 0; round < 100; round++)
        {
            using var stop = new CancellationTokenSource();
            var buffer = new byte[1];
            var read = pair.Stream.ReadAsync(buffer, stop.Token).AsTask();
            // Often at the same time.
            var canceling = Task.Run(stop.Cancel);
            pair.Peer.Send([(byte)round]);
            try
            {
                Assert.Equal(1, await read.WaitAsync(s_timeout));
            }
            catch (OperationCanceledException e)
            {
                Assert.Equal(stop.Token, e.CancellationToken);
                buffer = await ReadAsync(pair.Stream, 1, 1);
            }

            Assert.Equal((byte)round, buffer[0]);
            await canceling;
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => pair.Stream.ReadAsync(buffer, stop.Token).AsTask());
        }
    }

    [Fact]
    public async Task A_reset_fails_the_pending_read_and_later_ones()
    {
        await using var pair = await ReceivingPair.OpenAsync();
        var pending = pair.Stream.ReadAsync(new byte[1]).AsTask();

        pair.Peer.Close(0);

        var e = await Assert.ThrowsAsync<IOException>(() => pending.WaitAsync(s_timeout));
        Assert.Equal(SocketError.ConnectionReset, Assert.IsType<SocketException>(e.InnerException).SocketErrorCode);
        Assert.Same(e, await Assert.ThrowsAsync<IOException>(() => pair.Stream.ReadAsync(new byte[1]).AsTask()));
    }

    [Fact]
    public async Task Data_before_a_reset_is_read_first()
    {
        await using var pair = await ReceivingPair.OpenAsync();
        pair.Peer.Send("xy"u8);
        Assert.Equal("x"u8.ToArray(), await ReadAsync(pair.Stream, 1, 1));

        pair.Peer.Close(0);
        await ReceivingPair.AssertThreadEndsAsync(pair.Stream);

        Assert.Equal("y"u8.ToArray(), await ReadAsync(pair.Stream, 1, 1));
        await Assert.ThrowsAsync<IOException>(() => pair.Stream.ReadAsync(new byte[1]).AsTask());
    }

    [Fact]
    public async Task A_half_closed_connection_still_sends()
    {
        await using var pair = await ReceivingPair.OpenAsync();
        pair.Peer.Send("x"u8);
        pair.Peer.Shutdown(SocketShutdown.Send);
        Assert.Equal("x"u8.ToArray(), await ReadAsync(pair.Stream, 1, 1));
        Assert.Equal((0, 0), (await pair.Stream.ReadAsync(new byte[1]), await pair.Stream.ReadAsync(new byte[1])));
        await ReceivingPair.AssertThreadEndsAsync(pair.Stream);

        await pair.Stream.WriteAsync("y"u8.ToArray());

        var response = new byte[1];
        Assert.Equal((1, (byte)'y'), (pair.Peer.Receive(response), response[0]));
    }

    [Fact]
    public async Task The_peer_waits_for_a_slow_reader()
    {
        await using var pair = await ReceivingPair.OpenAsync();
        var bytes = Bytes(32_000_000);
        using var peer = new NetworkStream(pair.Peer);
        var sending = peer.WriteAsync(bytes).AsTask();

        Assert.NotSame(sending, await Task.WhenAny(sending, Task.Delay(500)));

        Assert.Equal(bytes, await ReadAsync(pair.Stream, bytes.Length, 100_000).WaitAsync(s_timeout));
        await sending;
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Disposing_ends_the_pending_read_and_the_thread(bool isOnThread)
    {
        await using var pair = await ReceivingPair.OpenAsync();
        if (isOnThread)
        {
            var disposing = DisposeAfterReadAsync(pair.Stream);
            pair.Peer.Send("x"u8);
            Assert.Same(pair.Stream.Thread, await disposing.WaitAsync(s_timeout));
        }
        else
        {
            var pending = pair.Stream.ReadAsync(new byte[1]).AsTask();
            await pair.Stream.DisposeAsync();
            await Assert.ThrowsAsync<ObjectDisposedException>(() => pending.WaitAsync(s_timeout));
        }

        await ReceivingPair.AssertThreadEndsAsync(pair.Stream);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => pair.Stream.ReadAsync(new byte[1]).AsTask());
        Assert.Equal(0, pair.Peer.Receive(new byte[1]));
    }

    [Fact]
    public async Task Disposing_ends_a_thread_that_waits_for_its_reader()
    {
        await using var pair = await ReceivingPair.OpenAsync();
        pair.Peer.Blocking = false;
        Assert.Throws<SocketException>(() => SendUntilFull(pair.Peer));

        await pair.Stream.DisposeAsync();

        await ReceivingPair.AssertThreadEndsAsync(pair.Stream);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_blocked_write_ends_when_it_is_canceled_or_disposed(bool isCanceled)
    {
        await using var pair = await ReceivingPair.OpenAsync();
        using var stop = new CancellationTokenSource();
        var writing = Task.Run(async () => await pair.Stream.WriteAsync(Bytes(32_000_000), stop.Token));
        Assert.NotSame(writing, await Task.WhenAny(writing, Task.Delay(300)));

        await (isCanceled ? stop.CancelAsync() : pair.Stream.DisposeAsync().AsTask());

        var e = await Record.ExceptionAsync(() => writing.WaitAsync(s_timeout));
        Assert.True(isCanceled ? e is OperationCanceledException : e is IOException, e?.ToString());
    }

    // Both ends send more than the sockets hold before they receive: a thread that waited to send would never receive.
    [Fact]
    public async Task A_write_on_the_receiving_thread_does_not_stop_receiving()
    {
        await using var pair = await ReceivingPair.OpenAsync();
        var bytes = Bytes(32_000_000);
        var exchange = ExchangeAsync();
        await Task.Run(() =>
        {
            pair.Peer.Send("x"u8);
            pair.Peer.Send(bytes);
        }).WaitAsync(s_timeout);
        using var peer = new NetworkStream(pair.Peer);

        Assert.Equal(bytes, await ReadAsync(peer, bytes.Length, 100_000).WaitAsync(s_timeout));
        Assert.Equal(bytes, await exchange.WaitAsync(s_timeout));

        async Task<byte[]> ExchangeAsync()
        {
            await pair.Stream.ReadExactlyAsync(new byte[1]).ConfigureAwait(false);
            Assert.Same(pair.Stream.Thread, Thread.CurrentThread);
            var writing = pair.Stream.WriteAsync(bytes);
            var read = await ReadAsync(pair.Stream, bytes.Length, 100_000).ConfigureAwait(false);
            await writing.ConfigureAwait(false);
            return read;
        }
    }

    [Fact]
    public async Task A_blocking_continuation_does_not_delay_other_connections()
    {
        await using var blocked = await ReceivingPair.OpenAsync();
        await using var other = await ReceivingPair.OpenAsync();
        using var release = new ManualResetEventSlim();
        var blocking = BlockAfterReadAsync();
        blocked.Peer.Send("x"u8);

        var reading = ReadAsync(other.Stream, 1, 1);
        other.Peer.Send("y"u8);

        Assert.Equal("y"u8.ToArray(), await reading.WaitAsync(s_timeout));
        Assert.False(blocking.IsCompleted);
        release.Set();
        await blocking;

        async Task BlockAfterReadAsync()
        {
            await blocked.Stream.ReadExactlyAsync(new byte[1]).ConfigureAwait(false);
            release.Wait();
        }
    }

    [Fact]
    public async Task Two_hundred_connections_leak_no_thread()
    {
        var pairs = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => ReceivingPair.OpenAsync()));
        Assert.All(pairs, pair => Assert.True(pair.Stream.Thread is { IsAlive: true, IsBackground: true }));

        foreach (var pair in pairs)
        {
            await pair.DisposeAsync();
        }
    }

    private static async Task<Thread> DisposeAfterReadAsync(ReceivingStream stream)
    {
        await stream.ReadExactlyAsync(new byte[1]).ConfigureAwait(false);
        var thread = Thread.CurrentThread;
        await stream.DisposeAsync().ConfigureAwait(false);
        return thread;
    }

    private static void SendUntilFull(Socket socket)
    {
        for (var rest = 3; ; rest--)
        {
            try
            {
                while (true)
                {
                    socket.Send(new byte[65_536]);
                }
            }
            catch (SocketException e) when (e.SocketErrorCode == SocketError.WouldBlock && rest > 0)
            {
                Thread.Sleep(100);
            }
        }
    }

    private static byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        new Random(7).NextBytes(bytes);
        return bytes;
    }

    private static async Task<byte[]> ReadAsync(Stream stream, int count, int size)
    {
        var all = new byte[count];
        for (var filled = 0; filled < count;)
        {
            var read = await stream.ReadAsync(all.AsMemory(filled, Math.Min(size, count - filled))).ConfigureAwait(false);
            filled += read > 0 ? read : throw new EndOfStreamException();
        }

        return all;
    }
}
