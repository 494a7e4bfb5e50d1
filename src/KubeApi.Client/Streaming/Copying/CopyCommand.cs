using KubeApi.Client.Errors;

namespace KubeApi.Client.Streaming.Copying;

/// <summary>Runs one command in a container, with streams for its input and output.</summary>
/// <param name="starter">Starts it.</param>
/// <param name="command">The command and its arguments.</param>
internal sealed class CopyCommand(ICommandStarter starter, params string[] command)
{
    // Far more than any tool has to write; a container may be hostile.
    private const int LargestOutput = 64 * 1024 * 1024;

    private Func<string>? _errorText;

    /// <summary>Writes the input, whose end follows; null for no input.</summary>
    public Func<Stream, CancellationToken, Task>? SendAsync { get; init; }

    /// <summary>Reads the output, except perhaps a short rest. Null to keep the output in memory.</summary>
    public Func<Stream, CancellationToken, Task>? ReceiveAsync { get; init; }

    /// <summary>Whether enough was received. If so, the connection is closed, and the command counts as successful.</summary>
    public Func<bool> IsSatisfied { get; init; } = () => false;

    /// <summary>The standard error output so far.</summary>
    public string ErrorText => _errorText?.Invoke() ?? "";

    /// <summary>Runs the command to its end.</summary>
    /// <exception cref="KubeApiException">It could not be started, or the connection broke.</exception>
    public async Task<ToolResult> RunAsync(CancellationToken cancellationToken)
    {
        using var remote = await starter.StartAsync(command, SendAsync is not null, cancellationToken).ConfigureAwait(false);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var closing = cancellationToken.Register(remote.Dispose);
        var output = new CommandOutputStream(remote);
        _errorText = () => output.ErrorText;
        Exception? inputFailure = null;
        var sending = SendInputAsync();
        try
        {
            await (ReceiveAsync?.Invoke(output, end.Token) ?? Task.CompletedTask).ConfigureAwait(false);
            return IsSatisfied()
                ? new ToolResult(command[0], new CommandResult(0, new Status()), [], output.ErrorText)
                : await EndAsync().ConfigureAwait(false);
        }
        catch (KubeApiException e) when (e.Failure == FailureKind.InvalidAnswer && ReceiveAsync is not null)
        {
            // The output of a program that failed or is missing may be incomplete: its own error is more specific.
            var result = await EndAsync().ConfigureAwait(false);
            throw result.IsSuccess ? e : result.Failure();
        }
        catch (Exception e) when (e is KubeApiException or ObjectDisposedException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw inputFailure ?? e;
        }
        finally
        {
            await end.CancelAsync().ConfigureAwait(false);
            await sending.ConfigureAwait(false);
        }

        async Task<ToolResult> EndAsync()
        {
            var rest = await ReadRestAsync(output).ConfigureAwait(false);
            return new ToolResult(command[0], remote.Result!, rest, output.ErrorText);
        }

        async Task SendInputAsync()
        {
            try
            {
                if (SendAsync is not null)
                {
                    await SendAsync(new CommandInputStream(remote), end.Token).ConfigureAwait(false);
                    await remote.EndInputAsync(end.Token).ConfigureAwait(false);
                }
            }
            catch (Exception e) when (e is KubeApiException { Failure: FailureKind.StreamBroken } or OperationCanceledException or ObjectDisposedException)
            {
                // Unsent input does not decide how the command ended.
            }
            catch (Exception e)
            {
                // The command must not mistake a part of the input for all of it.
                inputFailure = e;
                remote.Dispose();
            }
        }
    }

    private static async Task<byte[]> ReadRestAsync(CommandOutputStream output)
    {
        var kept = new MemoryStream();
        var buffer = new byte[64 * 1024];
        for (int read; (read = await output.ReadAsync(buffer).ConfigureAwait(false)) > 0;)
        {
            kept.Write(buffer, 0, read);
            if (kept.Length > LargestOutput)
            {
                throw new KubeApiException(FailureKind.InvalidAnswer, "A command in the container returned too much output.");
            }
        }

        return kept.ToArray();
    }
}
