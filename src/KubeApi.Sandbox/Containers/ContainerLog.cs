namespace KubeApi.Sandbox.Containers;

/// <summary>The output of one start of a container, in lines, as in the file that a container runtime writes. Thread safe.</summary>
internal sealed class ContainerLog
{
    // As containerd and a kubelet have it.
    private const int LongestPiece = 16 * 1024;
    private const int LargestFile = 10 * 1024 * 1024;

    private readonly Lock _lock = new();
    private readonly List<ContainerLogLine> _lines = [];

    // Lines are numbered from the start of the container: the first that is kept, and the first of the current file.
    private long _first;
    private long _file;
    private int _bytes;
    private TaskCompletionSource _changed = NewSignal();

    /// <summary>Adds a line, without its line break.</summary>
    public void Write(DateTimeOffset time, string line, bool isError = false) => Write(time, Encoding.UTF8.GetBytes(line + "\n"), isError);

    /// <summary>Adds output as it arrives: several lines, or a part of one. Long lines are split.</summary>
    public void Write(DateTimeOffset time, ReadOnlyMemory<byte> output, bool isError)
    {
        TaskCompletionSource changed;
        lock (_lock)
        {
            while (!output.IsEmpty)
            {
                var end = output.Span.IndexOf((byte)'\n') + 1;
                var length = Math.Min(end == 0 ? output.Length : end, LongestPiece);
                _lines.Add(new ContainerLogLine(time, output[..length].ToArray(), isError));
                _bytes += length;
                output = output[length..];
            }

            if (_bytes > LargestFile)
            {
                StartFile();
            }

            (changed, _changed) = (_changed, NewSignal());
        }

        changed.SetResult();
    }

    /// <summary>Starts a new file: new readers see no earlier line, and followers continue.</summary>
    public void Rotate()
    {
        lock (_lock)
        {
            StartFile();
        }
    }

    /// <summary>
    /// The lines from a number on, or of the current file; the number of the line after them; and a task that completes when there are more.
    /// </summary>
    public (IReadOnlyList<ContainerLogLine> Lines, long Next, Task Changed) Read(long? from = null)
    {
        lock (_lock)
        {
            var skipped = (int)Math.Clamp((from ?? _file) - _first, 0, _lines.Count);
            return (_lines.GetRange(skipped, _lines.Count - skipped), _first + _lines.Count, _changed.Task);
        }
    }

    // The previous file is kept for followers that have not finished it.
    private void StartFile()
    {
        _lines.RemoveRange(0, (int)(_file - _first));
        (_first, _file, _bytes) = (_file, _file + _lines.Count, 0);
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
