using System.Text.Unicode;
using KubeApi.Client.Errors;
using KubeApi.Client.Json;

namespace KubeApi.Client.Reading;

/// <summary>
/// Splits a stream of JSON objects, as a watch sends them, while it arrives. An object is returned when its last byte arrives, as valid UTF-8; its reader
/// validates the JSON.
/// </summary>
internal sealed class JsonObjectReader(Stream stream) : IDisposable
{
    private readonly JsonStreamBuffer _buffer = new(stream);
    private ObjectScanner _scanner;

    /// <summary>The object that was read last, until the next one is read.</summary>
    public ReadOnlySpan<byte> Value => _buffer.Value;

    /// <summary>The end of the only object in it: <see cref="ObjectScanner.OnlyChildEnd"/>.</summary>
    public int OnlyChildEnd => _scanner.OnlyChildEnd;

    /// <summary>Reads the next object; false at the end of the stream.</summary>
    /// <exception cref="KubeApiException">The stream has something else than objects, or ends inside of one.</exception>
    public async ValueTask<bool> ReadAsync(CancellationToken cancellationToken)
    {
        _buffer.ValueStart = -1;
        while (!Scan())
        {
            if (!await _buffer.FillAsync(cancellationToken).ConfigureAwait(false))
            {
                return _buffer.ValueStart < 0 ? false : throw Broken("it ends in the middle of an object");
            }
        }

        return Utf8.IsValid(_buffer.Value) ? true : throw Broken("it is not valid UTF-8");
    }

    public void Dispose() => _buffer.Dispose();

    private bool Scan()
    {
        if (_buffer.ValueStart < 0)
        {
            if (!_buffer.TrySkipSpace())
            {
                return false;
            }

            _buffer.ValueStart = _buffer.Unread[0] == '{' ? _buffer.Position : throw Broken("it is not an object");
            _scanner = default;
        }

        _buffer.Position += _scanner.Scan(_buffer.Unread);
        return _scanner.IsComplete;
    }

    private KubeApiException Broken(string fault) =>
        new(FailureKind.InvalidAnswer, $"The response cannot be read at byte {_buffer.Offset + _buffer.Position}: {fault}.");
}
