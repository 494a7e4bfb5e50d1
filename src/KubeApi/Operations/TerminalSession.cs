using System.Runtime.InteropServices;
using System.Threading.Channels;
using KubeApi.Client.Errors;
using KubeApi.Client.Streaming;
using KubeApi.Pipeline;

namespace KubeApi.Operations;

/// <summary>Connects a terminal to a process with a terminal in a container, until the process ends or the user leaves it.</summary>
/// <param name="terminal">The terminal.</param>
/// <param name="stopped">Ends the session.</param>
internal sealed class TerminalSession(ITerminal terminal, CancellationToken stopped)
{
    private static readonly TimeSpan s_tick = TimeSpan.FromMilliseconds(50);

    private readonly LeaveSequence _leave = new();
    private readonly TerminalModes _modes = new();

    /// <summary>Runs the session. The terminal is restored, however the session ends.</summary>
    /// <param name="remote">The process.</param>
    /// <param name="redraws">Whether a change of the size is simulated first, so that the process redraws its screen.</param>
    /// <returns>How the process ended; null if the user has left it.</returns>
    /// <exception cref="KubeApiException">The connection broke.</exception>
    public CommandResult? Run(RemoteCommand remote, bool redraws)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stopped);
        var actions = Channel.CreateUnbounded<Func<Task>>();
        using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, _ => terminal.Restore());
        using var hungUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, _ => terminal.Restore());
        var isOrderly = false;
        try
        {
            terminal.MakeRaw();
            var output = CopyOutputAsync(remote, end.Token);
            var sending = SendAsync(actions.Reader, end.Token);
            if (redraws)
            {
                var (width, height) = terminal.Size;
                Add(() => remote.ResizeAsync(width, height + 1, end.Token));
            }

            ReadKeys(remote, output, Add, end.Token);
            if (!_leave.IsComplete)
            {
                output.GetAwaiter().GetResult();
                isOrderly = true;
            }

            end.Cancel();
            sending.GetAwaiter().GetResult();
            return _leave.IsComplete ? null : remote.Result;
        }
        finally
        {
            if (!isOrderly)
            {
                terminal.Write(System.Text.Encoding.ASCII.GetBytes(_modes.Reset + "\r\n"));
            }

            terminal.Restore();
        }

        void Add(Func<Task> action) => actions.Writer.TryWrite(action);
    }

    private void ReadKeys(RemoteCommand remote, Task output, Action<Func<Task>> add, CancellationToken cancellationToken)
    {
        var size = (Width: 0, Height: 0);
        var buffer = new byte[4096];
        while (!output.IsCompleted && !_leave.IsComplete)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (terminal.Size is var now && now != size)
            {
                size = now;
                add(() => remote.ResizeAsync(now.Width, now.Height, cancellationToken));
            }

            var count = terminal.Read(buffer, s_tick);
            // .NET undoes it when a child process ends, and after the process was suspended.
            terminal.MakeRaw();
            if (count > 0 && _leave.Filter(buffer.AsSpan(0, count)) is { Length: > 0 } keys)
            {
                add(() => remote.WriteAsync(keys, cancellationToken));
            }
        }
    }

    private async Task CopyOutputAsync(RemoteCommand remote, CancellationToken cancellationToken)
    {
        await foreach (var (_, data) in remote.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            _modes.Observe(data.Span);
            terminal.Write(data.Span);
        }
    }

    private static async Task SendAsync(ChannelReader<Func<Task>> actions, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var action in actions.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            {
                await action().ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is KubeApiException or OperationCanceledException)
        {
            // The receiving side reports it.
        }
    }
}
