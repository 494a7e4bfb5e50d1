using System.Text.Json;
using KubeApi.Client.Errors;
using KubeApi.Client.Json;
using KubeApi.Client.Requests;

namespace KubeApi.Client.Reading;

/// <summary>Extracts the object from a response that may be a table of one row. Pure.</summary>
public static class TableResponse
{
    /// <summary>The object of a response, with its cells and columns if the request accepts a table.</summary>
    /// <exception cref="KubeApiException">As <see cref="Read(byte[])"/>.</exception>
    public static ListItem Read(ApiRequest request, byte[] json) => request.Accept == MediaTypes.Table ? Read(json) : new ListItem(json);

    /// <summary>
    /// The object with its cells and columns if the response is a table of <c>meta.k8s.io</c>; else the response itself. Servers without a table for a resource
    /// return the object.
    /// </summary>
    /// <param name="json">The body of a response for one object.</param>
    /// <exception cref="KubeApiException">The table has no row with an object, or is not valid JSON.</exception>
    public static ListItem Read(byte[] json)
    {
        try
        {
            return IsTable(json, out var columns, out var rows) ? ReadRow(json[rows], json.AsSpan(columns)) : new ListItem(json);
        }
        catch (JsonException e)
        {
            throw new KubeApiException(FailureKind.InvalidAnswer, $"The server returned a table that {JsonLimits.Fault(e)}.", e);
        }
    }

    private static ListItem ReadRow(byte[] rows, ReadOnlySpan<byte> columns)
    {
        var cursor = new JsonCursor(rows);
        if (cursor.Current == '[' && cursor.Enter('['))
        {
            var start = cursor.Position;
            cursor.SkipValue();
            var row = rows.AsSpan(start..cursor.Position);
            var (cells, o) = TableRow.Locate(row);
            if (row[o] is [(byte)'{', ..])
            {
                return new ListItem(row[o].ToArray(), row[cells].ToArray(), TableColumnReader.Read(columns));
            }
        }

        throw new KubeApiException(FailureKind.InvalidAnswer, "The server returned a table without the object.");
    }

    // Servers write kind and apiVersion first, so an object that is not a table is not searched.
    private static bool IsTable(byte[] json, out Range columns, out Range rows)
    {
        (columns, rows) = (default, default);
        var (isTable, isMeta) = (false, false);
        var cursor = new JsonCursor(json);
        for (var more = cursor.Current == '{' && cursor.Enter('{'); more; more = cursor.Next('{'))
        {
            var name = cursor.ReadName(out _);
            var start = cursor.Position;
            cursor.SkipValue();
            var value = json.AsSpan(start..cursor.Position);
            if (name.SequenceEqual("kind"u8) && !(isTable = value.SequenceEqual("\"Table\""u8)))
            {
                return false;
            }

            isMeta |= name.SequenceEqual("apiVersion"u8) && value.StartsWith("\"meta.k8s.io/"u8);
            columns = name.SequenceEqual("columnDefinitions"u8) ? start..cursor.Position : columns;
            rows = name.SequenceEqual("rows"u8) ? start..cursor.Position : rows;
        }

        return isTable && isMeta;
    }
}
