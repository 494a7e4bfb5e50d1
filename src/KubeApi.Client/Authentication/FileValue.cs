using KubeApi.Client.Errors;

namespace KubeApi.Client.Authentication;

/// <summary>
/// A value from one or more files that another program renews; read again when one of them changes. The last valid value is used while reading fails, as
/// between the renewals of a certificate and of its key.
/// </summary>
/// <param name="first">The current value.</param>
/// <param name="read">Reads the files, given the last value; throws <see cref="KubeApiException"/> if they are invalid.</param>
/// <param name="paths">The files.</param>
internal sealed class FileValue<T>(T first, Func<T, T> read, params string[] paths)
{
    private readonly object _lock = new();
    private T _value = first;
    private FileStamp[] _stamps = [];

    public T Current
    {
        get
        {
            // Stamps before reading: a write in between is detected at the next call.
            FileStamp[] stamps = [.. paths.Select(FileStamp.Of)];
            lock (_lock)
            {
                if (!stamps.AsSpan().SequenceEqual(_stamps))
                {
                    Read(stamps);
                }

                return _value;
            }
        }
    }

    private void Read(FileStamp[] stamps)
    {
        try
        {
            _value = read(_value);
            _stamps = stamps;
        }
        catch (KubeApiException)
        {
            // Read again at the next call.
        }
    }
}
