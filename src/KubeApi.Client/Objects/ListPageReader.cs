using System.Text.Json;
using System.Text.Unicode;
using KubeApi.Client.Errors;

namespace KubeApi.Client.Objects;

/// <summary>
/// Cuts a list answer into its items while it arrives: an item comes out as soon as its last byte is there. Items are checked to be JSON,
/// but nothing in them becomes a value. The list's own metadata is taken wherever it stands: before the items in built-in lists, behind
/// them in those of custom resources.
/// </summary>
internal sealed class ListPageReader(Stream stream, int firstItem) : IDisposable
{
    private const int ItemDepth = 2;

    private readonly JsonStreamBuffer _buffer = new(stream);
    private JsonReaderState _state = new(JsonLimits.ReaderOptions);
    private Section _section;
    private string _field = "";
    private int _items;

    private enum Section
    {
        Envelope,
        Metadata,
        Items,
    }

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

    /// <summary>The state of the cluster that the list shows.</summary>
    public string? ResourceVersion { get; private set; }

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
                case Progress.End:
                    return null;
                default:
                    if (!await _buffer.FillAsync(cancellationToken).ConfigureAwait(false))
                    {
                        throw Broken("the answer ends in the middle", null);
                    }

                    break;
            }
        }
    }

    public void Dispose() => _buffer.Dispose();

    private Progress Scan()
    {
        var start = _buffer.Position;
        var reader = new Utf8JsonReader(_buffer.Unread, isFinalBlock: false, _state);
        try
        {
            while (reader.Read())
            {
                if (Track(ref reader, start) is { } progress)
                {
                    return Leave(ref reader, start, progress);
                }
            }
        }
        catch (JsonException e)
        {
            throw Broken("it is no valid JSON there: " + e.Message, e);
        }

        return Leave(ref reader, start, Progress.MoreBytes);
    }

    private Progress Leave(ref Utf8JsonReader reader, int start, Progress progress)
    {
        _state = reader.CurrentState;
        _buffer.Position = start + (int)reader.BytesConsumed;
        return progress;
    }

    private Progress? Track(ref Utf8JsonReader reader, int start)
    {
        if (reader.CurrentDepth > ItemDepth)
        {
            return null;
        }

        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject when _section == Section.Items && reader.CurrentDepth == ItemDepth:
                _buffer.ValueStart = start + (int)reader.TokenStartIndex;
                return null;
            case JsonTokenType.EndObject when _section == Section.Items && reader.CurrentDepth == ItemDepth:
                return Progress.Item;
            case JsonTokenType.EndObject when reader.CurrentDepth == 0:
                return Progress.End;
            case JsonTokenType.PropertyName:
                _field = reader.GetString()!;
                return null;
            case JsonTokenType.StartArray when reader.CurrentDepth == 1 && _field == "items":
                _section = Section.Items;
                return null;
            case JsonTokenType.StartObject when reader.CurrentDepth == 1 && _field == "metadata":
                _section = Section.Metadata;
                return null;
            case JsonTokenType.EndArray or JsonTokenType.EndObject when reader.CurrentDepth == 1:
                _section = Section.Envelope;
                return null;
            case JsonTokenType.String when _section == Section.Metadata && _field == "continue":
                Continue = reader.GetString() is { Length: > 0 } token ? token : null;
                return null;
            case JsonTokenType.String when _section == Section.Metadata && _field == "resourceVersion":
                ResourceVersion = reader.GetString();
                return null;
            case JsonTokenType.Number when _section == Section.Metadata && _field == "remainingItemCount":
                RemainingItemCount = reader.TryGetInt64(out var count) ? count : null;
                return null;
            default:
                return null;
        }
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
