using System.Threading.Channels;

namespace KubeApi.Sandbox.Streams;

/// <summary>A process in a container: a command of exec, or the main process.</summary>
public sealed class ContainerProcess
{
    /// <summary>Its number in the container; 1 is the main process.</summary>
    public int Id { get; init; } = 1;

    public required string Namespace { get; init; }

    public required string Pod { get; init; }

    public required string Container { get; init; }

    /// <summary>The program and its arguments.</summary>
    public required IReadOnlyList<string> Command { get; init; }

    /// <summary>Whether this is the main process of the container.</summary>
    public bool IsMain => Id == 1;

    /// <summary>Whether it has a terminal; then <see cref="Error"/> is the same stream as <see cref="Output"/>.</summary>
    public bool HasTerminal { get; init; }

    public Stream Input { get; init; } = Stream.Null;

    public Stream Output { get; init; } = Stream.Null;

    public Stream Error { get; init; } = Stream.Null;

    /// <summary>The sizes of the terminal, from the first one on.</summary>
    public required ChannelReader<(int Width, int Height)> Sizes { get; init; }

    /// <summary>Canceled when the container ends or the process is killed. A client that disconnects does not end a process.</summary>
    public CancellationToken Ended { get; init; }

    /// <summary>Writes to stdout and stderr, in UTF-8.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> RespondAsync(string output, string error = "", int exitCode = 0)
    {
        await Output.WriteAsync(Encoding.UTF8.GetBytes(output), Ended);
        await Error.WriteAsync(Encoding.UTF8.GetBytes(error), Ended);
        return exitCode;
    }
}
