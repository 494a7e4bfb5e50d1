using System.Net.Sockets;
using KubeApi.Client.Errors;

namespace KubeApi.Client.Streaming;

/// <summary>One local connection of a port-forward, with its own stream to the pod.</summary>
/// <param name="local">The local connection, which is closed at the end.</param>
/// <param name="route">Opens the stream to the pod.</param>
/// <param name="counters">Counts.</param>
internal sealed class ForwardedConnection(Socket local, PortForwardRoute route, PortForwardCounters counters)
{
    // One message of a channel, without its first byte.
    private const int BufferSize = (64 * 1024) - 1;

    // A half-closed local side looks like a program that has exited. It is not passed on: containerd gives the pod one second then.
    private static readonly TimeSpan s_halfClosed = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan s_linger = TimeSpan.FromSeconds(2);

    private volatile bool _isHalfClosed;

    /// <summary>Forwards until one side ends. A failure resets the local connection, so no program mistakes it for a normal end.</summary>
    /// <param name="stop">Cancels it.</param>
    public async Task RunAsync(CancellationToken stop)
    {
        counters.Begin();
        try
        {
            local.NoDelay = true;
            using var remote = await route.OpenAsync(stop).ConfigureAwait(false);
            using var stream = new NetworkStream(local, ownsSocket: false);
            await ForwardAsync(stream, remote, stop).ConfigureAwait(false);
        }
        catch (Exception e) when (e is KubeApiException or IOException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
            if (e is KubeApiException { Message: var message } && !stop.IsCancellationRequested)
            {
                counters.Failed(message);
            }

            local.Close(0);
        }
        finally
        {
            local.Dispose();
            counters.End();
        }
    }

    private async Task ForwardAsync(NetworkStream stream, IPortConnection remote, CancellationToken stop)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var sending = SendAsync(stream, remote, ending);
        try
        {
            while (await remote.ReadAsync(ending.Token).ConfigureAwait(false) is { IsEmpty: false } data)
            {
                await stream.WriteAsync(data, ending.Token).ConfigureAwait(false);
                counters.Received(data.Length);
                if (_isHalfClosed)
                {
                    ending.CancelAfter(s_halfClosed);
                }
            }

            local.Shutdown(SocketShutdown.Send);
            // A socket that is closed with unread bytes resets the connection, and the program may lose the end of the response.
            await Task.WhenAny(sending, Task.Delay(s_linger, ending.Token)).ConfigureAwait(false);
        }
        finally
        {
            await ending.CancelAsync().ConfigureAwait(false);
            await sending.ConfigureAwait(false);
        }
    }

    // Whatever fails here, the receiving side decides how the connection ends.
    private async Task SendAsync(NetworkStream stream, IPortConnection remote, CancellationTokenSource ending)
    {
        var buffer = new byte[BufferSize];
        var isOpen = true;
        try
        {
            while (await stream.ReadAsync(buffer, ending.Token).ConfigureAwait(false) is > 0 and var count)
            {
                isOpen = isOpen && await TrySendAsync(remote, buffer.AsMemory(0, count), ending.Token).ConfigureAwait(false);
            }

            _isHalfClosed = true;
            ending.CancelAfter(s_halfClosed);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or OperationCanceledException)
        {
            // The local program has disconnected.
            await ending.CancelAsync().ConfigureAwait(false);
        }
    }

    private async ValueTask<bool> TrySendAsync(IPortConnection remote, ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
    {
        try
        {
            await remote.WriteAsync(data, cancellationToken).ConfigureAwait(false);
            counters.Sent(data.Length);
            return true;
        }
        catch (KubeApiException)
        {
            return false;
        }
    }
}
