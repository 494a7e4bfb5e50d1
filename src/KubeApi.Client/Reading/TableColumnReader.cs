using System.Text.Json;
using KubeApi.Client.Errors;
using KubeApi.Client.Json;

namespace KubeApi.Client.Reading;

/// <summary>
/// Reads the column definitions of a table, token by token. Fields of the wrong type have their default, and a column without a name is called by its position,
/// because views and flat rows need a name.
/// </summary>
internal sealed class TableColumnReader
{
    // Longer than any useful heading.
    private const int MaxName = 100;

    private readonly List<TableColumn> _columns = [];
    private TableColumn _column = new();
    private string _field = "";
    private bool _isInvalid;

    /// <summary>The columns so far; empty if a definition is not an object, because the cells would belong to other columns.</summary>
    public IReadOnlyList<TableColumn> Columns => _columns;

    /// <summary>The columns of a JSON value; empty if it is not an array of objects.</summary>
    /// <exception cref="JsonException">It is not valid JSON.</exception>
    public static IReadOnlyList<TableColumn> Read(ReadOnlySpan<byte> json)
    {
        var result = new TableColumnReader();
        var reader = new Utf8JsonReader(json is [(byte)'[', ..] ? json : "[]"u8, JsonLimits.ReaderOptions);
        try
        {
            while (reader.Read())
            {
                result.Read(ref reader, 0);
            }
        }
        catch (InvalidOperationException e)
        {
            throw new JsonException("A string is not valid UTF-8.", e);
        }

        return result.Columns;
    }

    /// <summary>Reads the current token.</summary>
    /// <param name="reader">A reader inside the array of definitions.</param>
    /// <param name="depth">The depth of the array.</param>
    /// <exception cref="InvalidOperationException">A string is not valid UTF-8, or has an unpaired surrogate.</exception>
    public void Read(ref Utf8JsonReader reader, int depth)
    {
        switch (reader.CurrentDepth - depth, reader.TokenType)
        {
            case (1, JsonTokenType.StartObject):
                _column = new TableColumn();
                break;
            case (1, JsonTokenType.EndObject) when !_isInvalid:
                _columns.Add(_column.Name.Length > 0 ? _column : _column with { Name = $"Column{_columns.Count + 1}" });
                break;
            case (1, not JsonTokenType.EndObject):
                _isInvalid = true;
                _columns.Clear();
                break;
            case (2, JsonTokenType.PropertyName):
                _field = reader.GetString()!;
                break;
            case (2, JsonTokenType.String or JsonTokenType.Number):
                _column = WithField(ref reader);
                break;
        }
    }

    private TableColumn WithField(ref Utf8JsonReader reader) => (_field, reader.TokenType) switch
    {
        ("name", JsonTokenType.String) => _column with { Name = Heading(reader.GetString()!) },
        ("type", JsonTokenType.String) => _column with { Type = reader.GetString()! },
        ("format", JsonTokenType.String) => _column with { Format = reader.GetString()! },
        ("description", JsonTokenType.String) => _column with { Description = reader.GetString()! },
        ("priority", JsonTokenType.Number) => _column with { Priority = reader.TryGetInt32(out var priority) ? priority : 0 },
        _ => _column,
    };

    // A name is displayed wherever a property's name is, so it has no control characters.
    private static string Heading(string name)
    {
        name = TerminalText.Clean(name).Replace('\n', ' ').Replace('\t', ' ').Trim();
        return name.Length > MaxName ? name[..MaxName] + "…" : name;
    }
}
