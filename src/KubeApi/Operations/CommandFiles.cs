using KubeApi.Client.Errors;
using KubeApi.Client.Streaming;
using Microsoft.Win32.SafeHandles;

namespace KubeApi.Operations;

/// <summary>The local files of a command's input and output. They are opened before the command is started: without them, it must not run.</summary>
/// <param name="input">The path of the input; null for none.</param>
/// <param name="output">The path for the output; null for none.</param>
internal sealed class CommandFiles(string? input, string? output) : IDisposable
{
    private SafeFileHandle? _input;
    private FileStream? _output;
    private bool _isNew;
    private bool _isUsed;

    /// <summary>Sends the input, from its start for each command; null if there is none.</summary>
    public Func<RemoteCommand, CancellationToken, Task>? SendAsync =>
        _input is { } file ? (command, token) => CommandInput.SendAsync(command, file, token) : null;

    /// <summary>Empties the file for the output, and returns it; null if there is none.</summary>
    public Func<Stream>? OpenOutput => _output is null ? null : TakeOutput;

    /// <summary>Opens the files. The file for the output keeps its content until the command has started.</summary>
    /// <exception cref="KubeApiException">A file cannot be opened.</exception>
    public void Open()
    {
        if (input is not null)
        {
            _input = Attempt(FailureKind.FileNotRead, input, "read", () => File.OpenHandle(
                input, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, FileOptions.Asynchronous));
        }

        if (output is not null)
        {
            _isNew = !Path.Exists(output);
            _output = Attempt(FailureKind.FileNotWritten, output, "written", () => new FileStream(
                output, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read, bufferSize: 0, FileOptions.Asynchronous));
        }
    }

    /// <summary>Closes the files. A new file of a command that was not started is removed.</summary>
    public void Dispose()
    {
        _input?.Dispose();
        _output?.Dispose();
        if (_output is not null && _isNew && !_isUsed)
        {
            File.Delete(_output.Name);
        }
    }

    private FileStream TakeOutput()
    {
        _isUsed = true;
        // A device has no length to set.
        if (_output!.CanSeek && _output.Length > 0)
        {
            _output.SetLength(0);
        }

        return _output;
    }

    private static T Attempt<T>(FailureKind kind, string path, string verb, Func<T> open)
    {
        try
        {
            return open();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new KubeApiException(
                kind, TerminalText.Clean($"The file '{path}' cannot be {verb}: {FileFault.Describe(path, e)} The command was not started."), e);
        }
    }
}
