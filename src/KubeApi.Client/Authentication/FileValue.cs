using KubeApi.Client.Errors;

namespace KubeApi.Client.Authentication;

/// <summary>
/// What was read from one or more files that somebody else renews: read again when one of them changed. The last good value is kept while
/// reading fails, as between the renewals of a certificate and of its key.
/// </summary>
/// <param name="first">The value as it is now.</param>
/// <param name="read">Reads the files, and is given the last value; throws <see cref="KubeApiException"/> where they cannot be used.</param>
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
            // Stamps first: a write between the two is then seen at the next call.
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
            // Tried again at the next call.
        }
    }
}
