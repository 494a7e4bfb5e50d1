using System.Text.Json;
using System.Text.Unicode;
using KubeApi.Client.Errors;
using KubeApi.Client.Json;

namespace KubeApi.Client.Reading;

/// <summary>
/// Cuts a list answer into its items while it arrives: an item comes out as soon as its last byte is there, valid UTF-8, and its JSON is
/// for its reader to check. The list's own metadata is taken wherever it stands: before the items in built-in lists, behind them in those
/// of custom resources.
/// </summary>
internal sealed class ListPageReader(Stream stream, int firstItem) : IDisposable
{
    private readonly JsonStreamBuffer _buffer = new(stream);
    private JsonReaderState _state = new(JsonLimits.ReaderOptions);
    private ObjectScanner _item;
    private string _field = "";
    private bool _isInMetadata;
    private bool _isInItems;
    private bool _isList;
    private bool _needsComma;
    private int _items;

    private enum Progress
    {
        Item,
        MoreBytes,
        End,
    }

    /// <summary>The token for the next page; null if there is none, or it was not read yet.</summary>
    public string? Continue { get; private set; }

    /// <summary>How many objects come after this page; null if the server does not say, as with selectors.</summary>
    public long? RemainingItemCount { get; private set; }

    /// <summary>The next item's bytes; null at the end of the list.</summary>
    /// <exception cref="KubeApiException">The bytes are no JSON or no UTF-8, or end in the middle.</exception>
    public async ValueTask<byte[]?> ReadItemAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            switch (Scan())
            {
                case Progress.Item:
                    return TakeItem();
                case Progress.End when !_isList:
                    throw Broken("the answer is no list", null);
                case Progress.End:
                    return await _buffer.EndAsync(cancellationToken).ConfigureAwait(false) ? null : throw Broken("something stands behind its end", null);
                default:
                    await FillAsync(cancellationToken).ConfigureAwait(false);
                    break;
            }
        }
    }

    public void Dispose() => _buffer.Dispose();

    private async ValueTask FillAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (await _buffer.FillAsync(cancellationToken).ConfigureAwait(false))
            {
                return;
            }
        }
        catch (KubeApiException e)
        {
            throw e.Told(m => $"{m} {firstItem + _items} objects of the list had come.");
        }

        throw Broken("the answer ends in the middle", null);
    }

    private Progress Scan() => _isInItems ? ScanItems() : ScanEnvelope();

    // The reader of the envelope stops behind the bracket of the items and goes on at the closing one: to it, the list is empty.
    private Progress ScanEnvelope()
    {
        var start = _buffer.Position;
        var reader = new Utf8JsonReader(_buffer.Unread, isFinalBlock: false, _state);
        var progress = Progress.MoreBytes;
        try
        {
            while (progress == Progress.MoreBytes && !_isInItems && reader.Read())
            {
                progress = Track(ref reader);
            }
        }
        catch (JsonException e)
        {
            throw Broken("it is no valid JSON there: " + e.Message, e);
        }
        catch (InvalidOperationException e)
        {
            // A name or text that was read is no text.
            throw Broken("it is no valid UTF-8 there", e);
        }

        _state = reader.CurrentState;
        _buffer.Position = start + (int)reader.BytesConsumed;
        return _isInItems ? ScanItems() : progress;
    }

    private Progress Track(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.EndObject when reader.CurrentDepth == 0:
                return Progress.End;
            case JsonTokenType.PropertyName:
                _field = reader.GetString()!;
                break;
            case JsonTokenType.StartArray when reader.CurrentDepth == 1 && _field == "items":
                _isInItems = _isList = true;
                break;
            case JsonTokenType.Null when reader.CurrentDepth == 1 && _field == "items":
                _isList = true;
                break;
            case JsonTokenType.String when reader.CurrentDepth == 1 && _field == "kind":
                _isList |= reader.GetString()!.EndsWith("List", StringComparison.Ordinal);
                break;
            case JsonTokenType.StartObject or JsonTokenType.EndObject when reader.CurrentDepth == 1:
                _isInMetadata = _field == "metadata" && reader.TokenType == JsonTokenType.StartObject;
                break;
            case JsonTokenType.String when _isInMetadata && reader.CurrentDepth == 2 && _field == "continue":
                Continue = reader.GetString() is { Length: > 0 } token ? token : null;
                break;
            case JsonTokenType.Number when _isInMetadata && reader.CurrentDepth == 2 && _field == "remainingItemCount":
                RemainingItemCount = reader.TryGetInt64(out var count) ? count : null;
                break;
        }

        return Progress.MoreBytes;
    }

    private Progress ScanItems()
    {
        while (_buffer.ValueStart < 0)
        {
            var space = _buffer.Unread.IndexOfAnyExcept(" \t\r\n"u8);
            if (space < 0)
            {
                _buffer.Position += _buffer.Unread.Length;
                return Progress.MoreBytes;
            }

            _buffer.Position += space;
            switch (_buffer.Unread[0])
            {
                case (byte)']' when _needsComma || _items == 0:
                    _isInItems = false;
                    return ScanEnvelope();
                case (byte)',' when _needsComma:
                    _needsComma = false;
                    _buffer.Position++;
                    break;
                case (byte)'{' when !_needsComma:
                    _item = default;
                    _buffer.ValueStart = _buffer.Position;
                    break;
                default:
                    throw Broken("an object, a comma or the end of the items is missing there", null);
            }
        }

        _buffer.Position += _item.Scan(_buffer.Unread);
        _needsComma = _item.IsComplete;
        return _item.IsComplete ? Progress.Item : Progress.MoreBytes;
    }

    private byte[] TakeItem()
    {
        var item = _buffer.TakeValue();
        if (!Utf8.IsValid(item))
        {
            throw Broken("it is no valid UTF-8 there", null);
        }

        _items++;
        return item;
    }

    private KubeApiException Broken(string fault, Exception? inner) =>
        new(
            FailureKind.InvalidAnswer,
            $"The list is broken at item {firstItem + _items + 1} (byte {_buffer.Offset + _buffer.Position} of its page): {fault}.",
            inner);
}
