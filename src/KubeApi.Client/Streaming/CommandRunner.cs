using System.Runtime.CompilerServices;
using System.Text;
using KubeApi.Client.Errors;
using KubeApi.Client.Requests;

namespace KubeApi.Client.Streaming;

/// <summary>Runs a command in a container: sends its input, and splits its output into lines.</summary>
/// <param name="target">The container.</param>
/// <param name="command">The command and its arguments.</param>
/// <param name="timeout">The time limit of the command; null for none.</param>
/// <param name="clock">Measures it.</param>
public sealed class CommandRunner(CommandTarget target, IReadOnlyList<string> command, TimeSpan? timeout, TimeProvider clock)
{
    private Exception? _inputFailure;

    /// <summary>Sends the input, after the command was started; null for no input.</summary>
    public Func<RemoteCommand, CancellationToken, Task>? SendAsync { get; init; }

    /// <summary>Opens the stream for the bytes of standard output after the command was started; null to return lines.</summary>
    public Func<Stream>? OpenOutput { get; init; }

    /// <summary>Runs the command, once. The last piece has the result.</summary>
    /// <exception cref="KubeApiException">
    /// The server refused, or the result of the command is unknown (<see cref="FailureKind.StreamBroken"/>, <see cref="FailureKind.Timeout"/>).
    /// </exception>
    public async IAsyncEnumerable<CommandPiece> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var time = timeout is { } limit ? new CancellationTokenSource(limit, clock) : new CancellationTokenSource();
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, time.Token);
        var options = new ExecOptions { Container = target.Container, Command = command, Stdin = SendAsync is not null };
        var request = PodRequests.Exec(target.Namespace, target.Pod, options);
        using var remote = await WithinTimeAsync(
            RemoteCommandStart.StartAsync(target, request, endsInput: SendAsync is not null, end.Token), cancellationToken).ConfigureAwait(false);
        using var sent = CancellationTokenSource.CreateLinkedTokenSource(end.Token);
        var sending = SendInputAsync(remote, sent.Token);
        try
        {
            using var file = OpenOutput?.Invoke();
            using LineBuffer stdout = new(), stderr = new();
            var output = remote.ReadAsync(end.Token).GetAsyncEnumerator(end.Token);
            await using var _ = output.ConfigureAwait(false);
            while (await WithinTimeAsync(output.MoveNextAsync().AsTask(), cancellationToken).ConfigureAwait(false))
            {
                var (channel, data) = output.Current;
                var isError = channel == (byte)StreamChannel.Stderr;
                if (file is not null && !isError)
                {
                    // If the time limit passes now, the next read reports it.
                    await WriteAsync(file, data, cancellationToken).ConfigureAwait(false);
                }
                else if (Split(isError ? stderr : stdout, data.Span) is { Count: > 0 } lines)
                {
                    yield return new CommandPiece(target, lines, isError);
                }
            }

            foreach (var (rest, isError) in new[] { (stdout, false), (stderr, true) })
            {
                if (!rest.IsEmpty)
                {
                    yield return new CommandPiece(target, [Encoding.UTF8.GetString(rest.TakeRest())], isError);
                }
            }
        }
        finally
        {
            await sent.CancelAsync().ConfigureAwait(false);
            await sending.ConfigureAwait(false);
        }

        yield return new CommandPiece(target, [], false, remote.Result);
    }

    private static List<string> Split(LineBuffer buffer, ReadOnlySpan<byte> data)
    {
        List<string> lines = [];
        buffer.Append(data);
        while (buffer.TryTake(out var line))
        {
            lines.Add(Encoding.UTF8.GetString(line));
        }

        return lines;
    }

    private async Task WriteAsync(Stream file, ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
    {
        try
        {
            await file.WriteAsync(data, cancellationToken).ConfigureAwait(false);
        }
        catch (IOException e)
        {
            var path = (file as FileStream)?.Name ?? "";
            throw new KubeApiException(
                FailureKind.FileNotWritten,
                $"The output of the command in {target} cannot be written to '{path}': {FileFault.Describe(path, e)} The command may still be running.", e);
        }
    }

    private async Task SendInputAsync(RemoteCommand remote, CancellationToken cancellationToken)
    {
        try
        {
            await (SendAsync?.Invoke(remote, cancellationToken) ?? Task.CompletedTask).ConfigureAwait(false);
        }
        catch (Exception e) when (e is KubeApiException or OperationCanceledException)
        {
            // A command need not read its input to the end, so input that cannot be sent is not a failure of the command.
        }
        catch (Exception e)
        {
            // The command must not mistake a part of the input for all of it.
            _inputFailure = e;
            remote.Dispose();
        }
    }

    private async Task<T> WithinTimeAsync<T>(Task<T> task, CancellationToken cancellationToken)
    {
        try
        {
            return await task.ConfigureAwait(false);
        }
        catch (KubeApiException e) when (_inputFailure is not null)
        {
            throw new KubeApiException(
                FailureKind.StreamBroken, $"The input of the command in {target} could not be read completely: {_inputFailure.Message}", e);
        }
        catch (OperationCanceledException e) when (timeout is not null && !cancellationToken.IsCancellationRequested)
        {
            throw new KubeApiException(
                FailureKind.Timeout, $"The command in {target} did not end within {DurationText.Show(timeout.Value)}. It may still be running.", e);
        }
    }
}
