using System.Management.Automation;
using KubeApi.Client.Json;
using KubeApi.Client.Reading;

namespace KubeApi.Output;

/// <summary>
/// The server's cells of one object. They become values when a script reads one. Thread-safe: the same bytes have the same values.
/// </summary>
internal sealed class ServerCells
{
    private readonly byte[] _json;
    private readonly NameTable _names;
    private object?[]? _values;

    private ServerCells(byte[] json, IReadOnlyList<TableColumn> columns, NameTable names) => (_json, Columns, _names) = (json, columns, names);

    /// <summary>The columns, shared by the objects of a page.</summary>
    public IReadOnlyList<TableColumn> Columns { get; }

    /// <summary>The value of a cell as the server sent it; null for an empty one.</summary>
    /// <exception cref="System.Text.Json.JsonException">The cells are not valid JSON.</exception>
    public object? this[int column] => Values is var values && column < values.Length ? values[column] : null;

    /// <summary>Like the indexer, but for a table, which shows each cell once: other cells are not parsed, and no value is kept.</summary>
    /// <exception cref="System.Text.Json.JsonException">The cells are not valid JSON.</exception>
    public object? Peek(int column)
    {
        var cursor = new JsonCursor(_json);
        var hasMore = _values is null && cursor.Current == '[' && cursor.Enter('[');
        for (var i = 0; hasMore && i < column; i++)
        {
            cursor.SkipValue();
            hasMore = cursor.Next('[');
        }

        if (!hasMore || cursor.Current is (byte)'{' or (byte)'[')
        {
            return this[column];
        }

        var start = cursor.Position;
        cursor.SkipValue();
        return JsonValue.Scalar(_json.AsSpan(start..cursor.Position));
    }

    private object?[] Values => _values ??= JsonValue.Parse(new JsonSource(_json, _names, ShowManagedFields: true), 0) as object?[] ?? [];

    /// <summary>The cells of a response; null if it has none, or something else in their place.</summary>
    public static ServerCells? Create(byte[]? json, IReadOnlyList<TableColumn>? columns, NameTable names) =>
        json is [(byte)'[', ..] && columns is { Count: > 0 } ? new ServerCells(json, columns, names) : null;

    /// <summary>The cells of an object; null for an object that was not read with them, or was copied property by property.</summary>
    public static ServerCells? Of(PSObject? o) =>
        o is null ? null
        : o.Properties["metadata"] is MetadataProperty metadata ? metadata.Cells
        : (o.BaseObject as ProvenanceDictionary)?.Cells;

    /// <summary>The position of a column: the expected position if the column there has the name, else the first column with that name; -1 for none.</summary>
    public int Find(string name, int expected = 0)
    {
        if (expected < Columns.Count && IsAt(expected))
        {
            return expected;
        }

        for (var i = 0; i < Columns.Count; i++)
        {
            if (IsAt(i))
            {
                return i;
            }
        }

        return -1;

        bool IsAt(int i) => Columns[i].Name.Equals(name, StringComparison.OrdinalIgnoreCase);
    }
}
