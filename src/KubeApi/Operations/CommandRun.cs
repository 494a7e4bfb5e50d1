using KubeApi.Client.Reading;
using KubeApi.Client.Streaming;
using KubeApi.Pipeline;

namespace KubeApi.Operations;

/// <summary>
/// Runs a command in containers while the pipeline continues: sends input and writes output as they arrive. For the pipeline thread.
/// </summary>
/// <param name="pipeline">The cmdlet's run.</param>
/// <param name="output">Writes the output.</param>
internal sealed class CommandRun(PipelineRun pipeline, CommandOutput output) : IDisposable
{
    private readonly CommandInput _input = new();
    private IAsyncEnumerator<CommandPiece>? _pieces;
    private Task<bool>? _next;

    /// <summary>Receives the input that <see cref="Feed"/> takes.</summary>
    public CommandInput Input => _input;

    /// <summary>Starts the commands, some of them at a time.</summary>
    public void Start(IReadOnlyList<CommandTarget> targets, Func<CommandTarget, IAsyncEnumerable<CommandPiece>> run, int maxConcurrent)
    {
        var sources = targets.Select(run).ToList();
        _pieces = ConcurrentMerge
            .MergeAsync(sources, maxConcurrent, (index, e) => new CommandPiece(targets[index], [], false, null, e)).GetAsyncEnumerator(pipeline.Stopped);
        _next = _pieces.MoveNextAsync().AsTask();
    }

    /// <summary>Adds input. While there is no room for it, output is written. After the command has ended, input is dropped.</summary>
    public void Feed(byte[] piece)
    {
        WriteAvailable();
        while (_next is not null && !_input.TryAdd(piece))
        {
            pipeline.Wait(AnyAsync(_next, _input.WaitForRoomAsync(pipeline.Stopped)));
            WriteAvailable();
        }
    }

    /// <summary>Ends the input, and writes output until all commands have ended.</summary>
    public void Finish()
    {
        _input.End();
        while (_next is not null)
        {
            if (!_next.IsCompleted)
            {
                pipeline.Wait(AnyAsync(_next, _next));
            }

            WriteAvailable();
        }
    }

    public void Dispose()
    {
        if (_pieces is null)
        {
            return;
        }

        try
        {
            _next?.GetAwaiter().GetResult();
        }
        catch (OperationCanceledException)
        {
            // The cmdlet was stopped, which has ended the commands' connections.
        }

        _pieces.DisposeAsync().AsTask().GetAwaiter().GetResult();
        _pieces = null;
    }

    private void WriteAvailable()
    {
        while (_next is { IsCompleted: true })
        {
            if (!_next.GetAwaiter().GetResult())
            {
                _next = null;
                return;
            }

            var piece = _pieces!.Current;
            _next = _pieces.MoveNextAsync().AsTask();
            output.Write(piece);
        }
    }

    private static async Task<bool> AnyAsync(Task one, Task other)
    {
        await Task.WhenAny(one, other).ConfigureAwait(false);
        return true;
    }
}
