using System.Text;
using KubeApi.Client.Errors;
using KubeApi.Client.Http;

namespace KubeApi.Client.Streaming.Copying;

/// <summary>Standard output of a command as a stream. It ends only with the status of the command. The end of standard error is kept.</summary>
/// <param name="command">The command.</param>
internal sealed class CommandOutputStream(RemoteCommand command) : AsyncStream
{
    private const int LongestError = 8 * 1024;

    private readonly IAsyncEnumerator<ChannelMessage> _messages = command.ReadAsync(CancellationToken.None).GetAsyncEnumerator();
    private readonly MemoryStream _error = new();
    private ReadOnlyMemory<byte> _current;

    /// <summary>The standard error output so far.</summary>
    public string ErrorText => Encoding.UTF8.GetString(_error.GetBuffer().AsSpan(0, (int)_error.Length));

    /// <exception cref="KubeApiException">The connection broke.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (_current.IsEmpty)
        {
            // The canceller disposes the command, which ends this.
            if (!await _messages.MoveNextAsync().ConfigureAwait(false))
            {
                return 0;
            }

            var (channel, data) = _messages.Current;
            if (channel == (byte)StreamChannel.Stdout)
            {
                _current = data;
            }
            else
            {
                _error.Write(data.Span[..Math.Min(data.Length, LongestError - (int)_error.Length)]);
            }
        }

        var count = Math.Min(buffer.Length, _current.Length);
        _current[..count].CopyTo(buffer);
        _current = _current[count..];
        return count;
    }
}
