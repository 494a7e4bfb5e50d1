using System.Text.Json;
using KubeApi.Client.Json;

namespace KubeApi.Client.Reading;

/// <summary>Finds cells and object in a row of a table. The object is not parsed if it is last, as servers write it. Pure.</summary>
internal static class TableRow
{
    /// <summary>The ranges of the cells and of the object in a row; an empty range for a missing one.</summary>
    /// <param name="row">The row.</param>
    /// <param name="onlyChildEnd">As in <see cref="FindLastObject"/>.</param>
    /// <exception cref="JsonException">The row is not valid JSON.</exception>
    public static (Range Cells, Range Object) Locate(ReadOnlySpan<byte> row, int onlyChildEnd = 0)
    {
        Range cells = default, o = default;
        var cursor = new JsonCursor(row);
        for (var more = cursor.Enter('{'); more; more = cursor.Next('{'))
        {
            var name = cursor.ReadName(out _);
            var start = cursor.Position;
            if (name.SequenceEqual("object"u8) && FindLastObject(row, start, onlyChildEnd) is { } end)
            {
                return (cells, start..end);
            }

            cursor.SkipValue();
            if (name.SequenceEqual("cells"u8))
            {
                cells = start..cursor.Position;
            }
            else if (name.SequenceEqual("object"u8))
            {
                o = start..cursor.Position;
            }
        }

        return (cells, o);
    }

    /// <summary>The end of the object at a position, if nothing but the end of its parent follows; else null. It is not parsed.</summary>
    /// <param name="row">The parent: a row, or an event.</param>
    /// <param name="start">The start of the object.</param>
    /// <param name="onlyChildEnd"><see cref="ObjectScanner.OnlyChildEnd"/> at the parent's end; 0 if it is unknown, and the object has to be scanned.</param>
    public static int? FindLastObject(ReadOnlySpan<byte> row, int start, int onlyChildEnd)
    {
        if (row[start] != (byte)'{')
        {
            return null;
        }

        var end = onlyChildEnd;
        if (end <= start)
        {
            var scanner = default(ObjectScanner);
            end = start + scanner.Scan(row[start..]);
            if (!scanner.IsComplete)
            {
                return null;
            }
        }

        return row[end..].Trim(" \t\r\n"u8).SequenceEqual("}"u8) ? end : null;
    }
}
