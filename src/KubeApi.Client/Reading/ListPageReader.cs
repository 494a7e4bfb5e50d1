using System.Text.Json;
using System.Text.Unicode;
using KubeApi.Client.Errors;
using KubeApi.Client.Json;

namespace KubeApi.Client.Reading;

/// <summary>
/// Splits a list, or a table, into its items while it arrives. An item is returned when its last byte arrives, as valid UTF-8; its reader validates the JSON.
/// The list's own metadata may come before the items (built-in resources) or after them (custom resources).
/// </summary>
/// <param name="stream">The response.</param>
/// <param name="firstItem">The number of items before this page, for error messages.</param>
/// <param name="kind">The kind that the list must have, if it is no table and names one; null for any list.</param>
/// <param name="token">The token with which this page was requested; null for the first one. The next page must have another.</param>
/// <param name="emptyPages">The number of pages without items directly before this one.</param>
internal sealed class ListPageReader(Stream stream, int firstItem, string? kind = null, string? token = null, int emptyPages = 0) : IDisposable
{
    // A server that filters after it has read a page may have many in a row, but not a list without end.
    private const int MaxEmptyPages = 1000;

    private readonly JsonStreamBuffer _buffer = new(stream);
    private readonly TableColumnReader _columns = new();
    private JsonReaderState _state = new(JsonLimits.ReaderOptions);
    private ObjectScanner _item;
    private string _field = "";
    private bool _isInMetadata;
    private bool _isInColumns;
    private bool _isInItems;
    private bool _isTable;
    private bool _isList;
    private bool _needsComma;
    private int _items;

    private enum Progress
    {
        Item,
        MoreBytes,
        End,
    }

    /// <summary>The token of the next page; null if there is none, or it was not read yet.</summary>
    public string? Continue { get; private set; }

    /// <summary>The version of the list, from which a watch can start; null if it was not read yet, or the server sends none.</summary>
    public string? ResourceVersion { get; private set; }

    /// <summary>The number of pages without items up to this one, which was read to its end.</summary>
    public int EmptyPages => _items > 0 ? 0 : emptyPages + 1;

    /// <summary>The number of objects after this page; null if the server does not report it, as with selectors.</summary>
    public long? RemainingItemCount { get; private set; }

    /// <summary>The next item; null at the end of the list.</summary>
    /// <exception cref="KubeApiException">The response is not a list, not valid, or ends early.</exception>
    public async ValueTask<ListItem?> ReadItemAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            switch (Scan())
            {
                case Progress.Item:
                    return TakeItem();
                case Progress.End when !_isList:
                    throw Broken("the response has no items", null);
                case Progress.End:
                    return await _buffer.EndAsync(cancellationToken).ConfigureAwait(false) ? null : throw Broken("unexpected data after its end", null);
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
            throw e.WithMessage(m => $"{m} {firstItem + _items} objects of the list were read.");
        }

        throw Broken("the response ends early", null);
    }

    private Progress Scan() => _isInItems ? ScanItems() : ScanEnvelope();

    // The envelope's reader skips the content of the items, so it sees an empty list.
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
            throw Broken($"it {JsonLimits.Fault(e)}", e);
        }
        catch (InvalidOperationException e)
        {
            throw Broken("it is not valid UTF-8", e);
        }

        _state = reader.CurrentState;
        _buffer.Position = start + (int)reader.BytesConsumed;
        return _isInItems ? ScanItems() : progress;
    }

    private Progress Track(ref Utf8JsonReader reader)
    {
        if (_isInColumns && reader.CurrentDepth > 1)
        {
            _columns.Read(ref reader, 1);
            return Progress.MoreBytes;
        }

        switch (reader.TokenType)
        {
            case JsonTokenType.EndObject when reader.CurrentDepth == 0:
                return Progress.End;
            case JsonTokenType.PropertyName:
                _field = reader.GetString()!;
                break;
            case JsonTokenType.StartArray when reader.CurrentDepth == 1 && _field is "items" or "rows":
                _isInItems = _isList = true;
                _isTable = _field == "rows";
                break;
            case JsonTokenType.Null when reader.CurrentDepth == 1 && _field is "items" or "rows":
                _isList = true;
                break;
            case JsonTokenType.String when reader.CurrentDepth == 1 && _field == "kind":
                CheckKind(reader.GetString()!);
                break;
            case JsonTokenType.StartArray or JsonTokenType.EndArray when reader.CurrentDepth == 1:
                _isInColumns = _field == "columnDefinitions" && reader.TokenType == JsonTokenType.StartArray;
                break;
            case JsonTokenType.StartObject or JsonTokenType.EndObject when reader.CurrentDepth == 1:
                _isInMetadata = _field == "metadata" && reader.TokenType == JsonTokenType.StartObject;
                break;
            case JsonTokenType.String when _isInMetadata && reader.CurrentDepth == 2 && _field == "continue":
                Continue = reader.GetString() is { Length: > 0 } next ? next : null;
                CheckProgress();
                break;
            case JsonTokenType.String when _isInMetadata && reader.CurrentDepth == 2 && _field == "resourceVersion":
                ResourceVersion = reader.GetString();
                break;
            case JsonTokenType.Number when _isInMetadata && reader.CurrentDepth == 2 && _field == "remainingItemCount":
                RemainingItemCount = reader.TryGetInt64(out var count) ? count : null;
                break;
        }

        return Progress.MoreBytes;
    }

    // The response of a proxy or of another server must not count as an empty list.
    private void CheckKind(string found)
    {
        if (found is not ("Table" or "List" or "PartialObjectMetadataList")
            && (kind is null ? !found.EndsWith("List", StringComparison.Ordinal) : found != kind))
        {
            throw Broken($"the response is {Articles.Before(found)}, not {Articles.Before(kind ?? "list")}", null, isForeign: true);
        }
    }

    // The list would have no end.
    private void CheckProgress()
    {
        if (Continue is not null && Continue == token)
        {
            throw Broken("the server returned the continue token with which this page was requested", null);
        }

        if (Continue is not null && emptyPages >= MaxEmptyPages)
        {
            throw Broken($"the server returned {MaxEmptyPages} pages without items, each with the token of another one", null);
        }
    }

    private Progress ScanItems()
    {
        while (_buffer.ValueStart < 0)
        {
            if (!_buffer.TrySkipSpace())
            {
                return Progress.MoreBytes;
            }

            switch (_buffer.Unread[0])
            {
                case (byte)']' when _needsComma || _items == 0:
                    _isInItems = false;
                    return ScanEnvelope();
                case (byte)',' when _needsComma:
                    _needsComma = false;
                    _buffer.Position++;
                    break;
                case (byte)'n' when !_needsComma && "null"u8.StartsWith(_buffer.Unread[..Math.Min(_buffer.Unread.Length, 4)]):
                    return ScanNull();
                case (byte)'{' when !_needsComma:
                    _item = default;
                    _buffer.ValueStart = _buffer.Position;
                    break;
                default:
                    throw Broken("an object, a comma or the end of the items is missing", null);
            }
        }

        _buffer.Position += _item.Scan(_buffer.Unread);
        _needsComma = _item.IsComplete;
        return _item.IsComplete ? Progress.Item : Progress.MoreBytes;
    }

    private Progress ScanNull()
    {
        if (_buffer.Unread.Length < 4)
        {
            return Progress.MoreBytes;
        }

        _buffer.ValueStart = _buffer.Position;
        _buffer.Position += 4;
        _needsComma = true;
        return Progress.Item;
    }

    private ListItem TakeItem()
    {
        if (!Utf8.IsValid(_buffer.Value))
        {
            throw Broken("it is not valid UTF-8", null);
        }

        var item = _isTable && _buffer.Value[0] == '{' ? TakeRow() : new ListItem(_buffer.TakeValue());
        _items++;
        return item;
    }

    private ListItem TakeRow()
    {
        try
        {
            var row = _buffer.Value;
            var (cells, o) = TableRow.Locate(row, _item.OnlyChildEnd);
            var item = new ListItem(row[o].ToArray(), row[cells].ToArray(), _columns.Columns);
            _buffer.ValueStart = -1;
            return item.Json is [(byte)'{', ..] ? item : throw Broken("a row has no object", null);
        }
        catch (JsonException e)
        {
            throw Broken($"it {JsonLimits.Fault(e)}", e);
        }
    }

    // A response without any field is not a list, but the page of another server.
    private KubeApiException Broken(string fault, Exception? inner, bool isForeign = false) =>
        new(
            FailureKind.InvalidAnswer,
            $"The list is invalid at item {firstItem + _items + 1} (byte {_buffer.Offset + _buffer.Position} of its page): {fault}.",
            inner)
        {
            RecommendedAction = isForeign || _field.Length == 0 ? ForeignResponse.Advice : null,
        };
}
