using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using KubeApi.Client.Errors;
using KubeApi.Client.Http;
using KubeApi.Client.Requests;

namespace KubeApi.Client.Streaming;

/// <summary>
/// A command that runs in a container (exec), or the main process of one (attach). One caller reads; another one may write at the same time. The end
/// is valid only with the server's status; disposing closes the connection, and the command continues.
/// </summary>
public sealed class RemoteCommand : IDisposable
{
    private const string Version5 = "v5.channel.k8s.io";
    private const string Version4 = "v4.channel.k8s.io";

    // Far more than any status.
    private const int LargestStatus = 1 << 20;

    // The output of the last moments may arrive after the status, on channels that the server copies independently.
    private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(2);

    private readonly ChannelSocket _socket;

    internal RemoteCommand(ChannelSocket socket) => _socket = socket;

    /// <summary>Whether the end of the input can be sent.</summary>
    public bool CanEndInput => _socket.Protocol == Version5;

    /// <summary>The result of the command; null until <see cref="ReadAsync"/> has ended.</summary>
    public CommandResult? Result { get; private set; }

    /// <summary>Starts a command, or attaches to a process. Sent once.</summary>
    /// <param name="client">The client of the server.</param>
    /// <param name="request">The request: <see cref="PodRequests.Exec"/> or <see cref="PodRequests.Attach"/>.</param>
    /// <param name="endsInput">Whether the end of the input will be sent, for which the server must speak v5: nothing starts if it does not.</param>
    /// <param name="cancellationToken">Cancels the attempt.</param>
    /// <exception cref="KubeApiException">
    /// The server refused; it cannot do this (<see cref="FailureKind.StreamNotSupported"/>); or the connection broke, and whether the command was
    /// started is not known (<see cref="FailureKind.StreamBroken"/>).
    /// </exception>
    public static async Task<RemoteCommand> StartAsync(ApiClient client, ApiRequest request, bool endsInput, CancellationToken cancellationToken)
    {
        string[] protocols = endsInput ? [Version5] : [Version5, Version4];
        try
        {
            return new RemoteCommand(await ChannelSocket.OpenAsync(client, request, protocols, cancellationToken).ConfigureAwait(false));
        }
        catch (KubeApiException e) when (e.Failure == FailureKind.StreamNotSupported && endsInput)
        {
            throw new KubeApiException(
                FailureKind.StreamNotSupported,
                $"{e.Message.TrimEnd('.')}, which is required to send the end of the input. The command was not started.", e);
        }
    }

    /// <summary>The output of both streams, as it arrives. At its end <see cref="Result"/> is set.</summary>
    /// <exception cref="KubeApiException">The connection broke, or ended without a status (<see cref="FailureKind.StreamBroken"/>).</exception>
    public async IAsyncEnumerable<ChannelMessage> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var status = new MemoryStream();
        while (await ReceiveAsync(status, cancellationToken).ConfigureAwait(false) is { } message)
        {
            switch ((StreamChannel)message.Channel)
            {
                case StreamChannel.Stdout or StreamChannel.Stderr:
                    yield return message;
                    break;
                case StreamChannel.Status when status.Length + message.Data.Length <= LargestStatus:
                    status.Write(message.Data.Span);
                    break;
            }
        }

        Result = ResultOf(status) ?? throw new KubeApiException(
            FailureKind.StreamBroken, "The stream ended without the status of the command, which may still be running.");
    }

    /// <summary>Sends input.</summary>
    /// <exception cref="KubeApiException">The connection broke. The reading side decides how the command ended.</exception>
    public Task WriteAsync(ReadOnlyMemory<byte> data, CancellationToken cancellationToken) =>
        data.IsEmpty ? Task.CompletedTask : _socket.SendAsync((byte)StreamChannel.Stdin, data, cancellationToken);

    /// <summary>Sends the end of the input.</summary>
    /// <exception cref="InvalidOperationException">The server speaks a protocol without it.</exception>
    /// <exception cref="KubeApiException">The connection broke.</exception>
    public Task EndInputAsync(CancellationToken cancellationToken) => CanEndInput
        ? _socket.SendAsync((byte)StreamChannel.Close, new[] { (byte)StreamChannel.Stdin }, cancellationToken)
        : throw new InvalidOperationException("The protocol has no end of the input.");

    /// <summary>Sends the size of the terminal, in characters.</summary>
    /// <exception cref="KubeApiException">The connection broke.</exception>
    public Task ResizeAsync(int width, int height, CancellationToken cancellationToken) => _socket.SendAsync(
        (byte)StreamChannel.Resize, Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $$"""{"Width":{{width}},"Height":{{height}}}""")),
        cancellationToken);

    /// <summary>Closes the connection.</summary>
    public void Dispose() => _socket.Dispose();

    // A connection that breaks after the status has lost nothing, and one that the server leaves open then has ended.
    private async ValueTask<ChannelMessage?> ReceiveAsync(MemoryStream status, CancellationToken cancellationToken)
    {
        var isEnded = ResultOf(status) is not null;
        using var grace = isEnded ? CancellationTokenSource.CreateLinkedTokenSource(cancellationToken) : null;
        grace?.CancelAfter(s_grace);
        try
        {
            return await _socket.ReceiveAsync(grace?.Token ?? cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (isEnded && !cancellationToken.IsCancellationRequested)
        {
            return null;
        }
        catch (KubeApiException e) when (e.Failure == FailureKind.StreamBroken)
        {
            return isEnded ? null : throw new KubeApiException(
                FailureKind.StreamBroken, $"{e.Message.TrimEnd('.')}. The command may still be running.", e);
        }
    }

    private static CommandResult? ResultOf(MemoryStream status) => CommandResult.TryParse(status.GetBuffer().AsMemory(0, (int)status.Length));
}
