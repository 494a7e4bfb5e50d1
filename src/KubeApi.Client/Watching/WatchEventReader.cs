using System.Text;
using System.Text.Json;
using KubeApi.Client.Errors;
using KubeApi.Client.Json;
using KubeApi.Client.Reading;

namespace KubeApi.Client.Watching;

/// <summary>Reads the events of one watch: <c>{"type":"ADDED","object":{…}}</c>, of objects or of tables with one row each.</summary>
internal sealed class WatchEventReader
{
    // A server sends them with the first event only.
    private IReadOnlyList<TableColumn>? _columns;

    /// <summary>Reads an event.</summary>
    /// <param name="json">One event, whole.</param>
    /// <param name="onlyChildEnd">The end of the only object in it; 0 if unknown.</param>
    /// <exception cref="KubeApiException">It is an ERROR event, or not an event.</exception>
    public WatchSignal<ListItem> Read(ReadOnlySpan<byte> json, int onlyChildEnd = 0)
    {
        try
        {
            var (type, o) = Split(json, onlyChildEnd);
            var item = ToItem(json[o]);
            return type switch
            {
                "ADDED" => new WatchSignal<ListItem>(WatchSignalKind.Added, Identify(item)),
                "MODIFIED" => new WatchSignal<ListItem>(WatchSignalKind.Modified, Identify(item)),
                "DELETED" => new WatchSignal<ListItem>(WatchSignalKind.Deleted, Identify(item)),
                "BOOKMARK" => WatchSignal<ListItem>.Bookmark(Identify(item).Version),
                "ERROR" => throw Failure(item.Json),
                _ => new WatchSignal<ListItem>(WatchSignalKind.Unknown, new WatchedObject<ListItem>(default, "", "", default), TerminalText.Clean(type)),
            };
        }
        catch (JsonException e)
        {
            throw new KubeApiException(FailureKind.InvalidAnswer, $"The watch sent an event that {JsonLimits.Fault(e)}.", e);
        }
    }

    /// <summary>Reads the metadata that identifies an object; the rest of it is not read.</summary>
    /// <exception cref="JsonException">The object is not valid JSON up to the end of its metadata.</exception>
    public static WatchedObject<ListItem> Identify(ListItem item)
    {
        string @namespace = "", name = "", uid = "", version = "";
        var cursor = new JsonCursor(item.Json);
        for (var more = cursor.Enter('{'); more; more = cursor.Next('{'))
        {
            if (!cursor.ReadName(out _).SequenceEqual("metadata"u8) || cursor.Current != '{')
            {
                cursor.SkipValue();
                continue;
            }

            for (var inner = cursor.Enter('{'); inner; inner = cursor.Next('{'))
            {
                var field = cursor.ReadName(out _);
                var start = cursor.Position;
                cursor.SkipValue();
                var value = item.Json.AsSpan(start..cursor.Position);
                if (field.SequenceEqual("name"u8))
                {
                    name = Text(value);
                }
                else if (field.SequenceEqual("namespace"u8))
                {
                    @namespace = Text(value);
                }
                else if (field.SequenceEqual("uid"u8))
                {
                    uid = Text(value);
                }
                else if (field.SequenceEqual("resourceVersion"u8))
                {
                    version = Text(value);
                }
            }

            break;
        }

        return new WatchedObject<ListItem>(new ObjectKey(@namespace, name), uid, version, item);
    }

    private static (string Type, Range Object) Split(ReadOnlySpan<byte> json, int onlyChildEnd)
    {
        var type = "";
        var o = default(Range?);
        var cursor = new JsonCursor(json);
        for (var more = cursor.Enter('{'); more; more = cursor.Next('{'))
        {
            var field = cursor.ReadName(out _);
            var start = cursor.Position;
            // An object at the end, where servers write it, is not parsed here but by its reader.
            if (field.SequenceEqual("object"u8) && TableRow.FindLastObject(json, start, onlyChildEnd) is { } end)
            {
                o = start..end;
                break;
            }

            cursor.SkipValue();
            if (field.SequenceEqual("type"u8))
            {
                type = Text(json[start..cursor.Position]);
            }
            else if (field.SequenceEqual("object"u8) && json[start] == '{')
            {
                o = start..cursor.Position;
            }
        }

        return (type, o ?? throw new KubeApiException(FailureKind.InvalidAnswer, "The watch sent a JSON value that is not an event."));
    }

    private ListItem ToItem(ReadOnlySpan<byte> o)
    {
        var item = default(ListItem?);
        var cursor = new JsonCursor(o);
        var isTable = false;
        for (var more = cursor.Enter('{'); more; more = cursor.Next('{'))
        {
            var field = cursor.ReadName(out _);
            var start = cursor.Position;
            if (isTable && field.SequenceEqual("rows"u8))
            {
                // Servers write the rows last; the columns are before them.
                item = FirstRow(o, start);
                break;
            }

            cursor.SkipValue();
            var value = o[start..cursor.Position];
            if (field.SequenceEqual("kind"u8))
            {
                isTable = value.SequenceEqual("\"Table\""u8);
                if (!isTable)
                {
                    break;
                }
            }
            else if (field.SequenceEqual("apiVersion"u8) && !value.StartsWith("\"meta.k8s.io/"u8))
            {
                // A custom resource may have a kind Table, too.
                isTable = false;
                break;
            }
            else if (field.SequenceEqual("columnDefinitions"u8))
            {
                var columns = TableColumnReader.Read(value);
                _columns = columns is { Count: > 0 } ? columns : _columns;
            }
        }

        return item ?? (isTable ? throw WithoutRow() : new ListItem(o.ToArray()));
    }

    private ListItem FirstRow(ReadOnlySpan<byte> table, int rows)
    {
        var cursor = new JsonCursor(table, rows);
        var scanner = default(ObjectScanner);
        var row = cursor.Enter('[') ? table.Slice(cursor.Position, scanner.Scan(table[cursor.Position..])) : default;
        var (cells, o) = scanner.IsComplete ? TableRow.Locate(row, scanner.OnlyChildEnd) : throw WithoutRow();
        return new ListItem(row[o].ToArray(), row[cells].ToArray(), _columns);
    }

    private static KubeApiException WithoutRow() => new(FailureKind.InvalidAnswer, "The watch sent a table without a row.");

    private static KubeApiException Failure(byte[] json)
    {
        var status = Status.TryParse(json) ?? new Status { Message = "The watch ended with an error that is not a Status." };
        if (status is { Code: < 400, Reason: not ("Expired" or "Gone") })
        {
            var message = status.Message.Length > 0 ? status.Message : "The watch ended with an error without a message.";
            status = status with { Code = 500, Reason = "InternalError", Message = message };
        }

        return new KubeApiException(FailureKind.Refused, status);
    }

    // A string; empty for any other value, which only a broken server sends.
    private static string Text(ReadOnlySpan<byte> value) => value switch
    {
        [(byte)'"', .. var text, (byte)'"'] when !text.Contains((byte)'\\') => Encoding.UTF8.GetString(text),
        [(byte)'"', ..] => JsonSerializer.Deserialize<string>(value) ?? "",
        _ => "",
    };
}
