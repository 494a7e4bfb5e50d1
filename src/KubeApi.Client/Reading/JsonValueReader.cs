using System.Text.Json;
using System.Text.Unicode;
using KubeApi.Client.Errors;
using KubeApi.Client.Json;

namespace KubeApi.Client.Reading;

/// <summary>Reads a sequence of JSON values, as in a watch. A value is returned when its last byte arrives.</summary>
internal sealed class JsonValueReader(Stream stream) : IDisposable
{
    private readonly JsonStreamBuffer _buffer = new(stream);
    private JsonReaderState _state = new(JsonLimits.ReaderOptions);

    /// <summary>The next value's bytes; null at the end of the stream.</summary>
    /// <exception cref="KubeApiException">The bytes are not valid JSON or UTF-8, or end early.</exception>
    public async ValueTask<byte[]?> ReadAsync(CancellationToken cancellationToken)
    {
        while (!Scan())
        {
            if (await _buffer.FillAsync(cancellationToken).ConfigureAwait(false))
            {
                continue;
            }

            // Only the end of the stream completes a number.
            if (_buffer.ValueStart < 0 && _buffer.Unread.IsEmpty)
            {
                return null;
            }

            if (!Scan())
            {
                throw Broken("it ends in the middle of a value", null);
            }

            break;
        }

        _state = new JsonReaderState(JsonLimits.ReaderOptions);
        var value = _buffer.TakeValue();
        return Utf8.IsValid(value) ? value : throw Broken("it is not valid UTF-8", null);
    }

    /// <summary>Reads to the end of a response of one value.</summary>
    /// <exception cref="KubeApiException">More data follows.</exception>
    public async ValueTask EndAsync(CancellationToken cancellationToken)
    {
        if (!await _buffer.EndAsync(cancellationToken).ConfigureAwait(false))
        {
            throw Broken("unexpected data after its end", null);
        }
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

            _buffer.ValueStart = _buffer.Position;
        }

        var reader = new Utf8JsonReader(_buffer.Unread, _buffer.IsEnded, _state);
        var complete = false;
        try
        {
            while (!complete && reader.Read())
            {
                complete = reader.CurrentDepth == 0 && reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray);
            }
        }
        catch (JsonException e)
        {
            // No inner message: the parser quotes the input.
            throw Broken($"it {JsonLimits.Fault(e)}", e);
        }

        _state = reader.CurrentState;
        _buffer.Position += (int)reader.BytesConsumed;
        return complete;
    }

    private KubeApiException Broken(string fault, Exception? inner) =>
        new(FailureKind.InvalidAnswer, $"The response cannot be read at byte {_buffer.Offset + _buffer.Position}: {fault}.", inner)
        {
            RecommendedAction = _buffer.Offset + _buffer.Position == 0 ? ForeignResponse.Advice : null,
        };
}
