using System.Threading.Channels;
using Microsoft.Win32.SafeHandles;

namespace KubeApi.Client.Streaming;

/// <summary>The input of a command, from one producer that must not be kept waiting for each piece: small pieces are gathered before they are sent.</summary>
public sealed class CommandInput
{
    // Pieces that wait to be sent.
    private const int Capacity = 1024;
    private const int Gathered = 64 * 1024;

    private readonly Channel<byte[]> _pieces =
        Channel.CreateBounded<byte[]>(new BoundedChannelOptions(Capacity) { SingleReader = true, SingleWriter = true });

    /// <summary>Adds a piece; false while too many wait.</summary>
    public bool TryAdd(byte[] piece) => _pieces.Writer.TryWrite(piece);

    /// <summary>Waits for room.</summary>
    public async Task<bool> WaitForRoomAsync(CancellationToken cancellationToken) =>
        await _pieces.Writer.WaitToWriteAsync(cancellationToken).ConfigureAwait(false);

    /// <summary>Ends the input.</summary>
    public void End() => _pieces.Writer.TryComplete();

    /// <summary>Sends all pieces as they arrive, and the end.</summary>
    public async Task SendAsync(RemoteCommand command, CancellationToken cancellationToken)
    {
        var gathered = new MemoryStream();
        while (await _pieces.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
        {
            gathered.SetLength(0);
            while (gathered.Length < Gathered && _pieces.Reader.TryRead(out var piece))
            {
                gathered.Write(piece);
            }

            await command.WriteAsync(gathered.GetBuffer().AsMemory(0, (int)gathered.Length), cancellationToken).ConfigureAwait(false);
        }

        await command.EndInputAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Sends a file from its start, and its end. Several commands may read it at the same time.</summary>
    public static async Task SendAsync(RemoteCommand command, SafeFileHandle file, CancellationToken cancellationToken)
    {
        var (buffer, at) = (new byte[Gathered], 0L);
        for (int read; (read = await RandomAccess.ReadAsync(file, buffer, at, cancellationToken).ConfigureAwait(false)) > 0; at += read)
        {
            await command.WriteAsync(buffer.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
        }

        await command.EndInputAsync(cancellationToken).ConfigureAwait(false);
    }
}
