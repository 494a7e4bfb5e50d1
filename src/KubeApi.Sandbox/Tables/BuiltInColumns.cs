using KubeApi.Sandbox.Json;

namespace KubeApi.Sandbox.Tables;

/// <summary>The columns of a kind in `Data/columns.json`; name and creation time for any other kind.</summary>
internal sealed class BuiltInColumns : ITableColumns
{
    private const string Default = "@default";

    private static readonly Lazy<JsonObject> s_table = new(() => Recorded.Object("columns.json"));

    private readonly List<Func<CellContext, JsonNode?>> _cells;
    private readonly string _name;

    private BuiltInColumns(string name, JsonArray columns)
    {
        var all = CellFunctions.Objects(columns).ToList();
        Columns = [.. all.Select(Read)];
        _cells = [.. all.Select(column => CellExpression.Parse(column.StringAt("cell")!))];
        _name = name;
    }

    public IReadOnlyList<TableColumn> Columns { get; }

    // As in a real server, for a kind without its own columns.
    public bool HasNullForNoRows => _name == Default;

    /// <param name="name">A resource as in `deployments.apps`, or another name of the table.</param>
    public static BuiltInColumns For(string name)
    {
        name = s_table.Value.ContainsKey(name) ? name : Default;
        // Two kinds may share their columns.
        var columns = s_table.Value[name] as JsonArray ?? (JsonArray)s_table.Value[s_table.Value[name]!.GetValue<string>()]!;
        return new BuiltInColumns(name, columns);
    }

    /// <summary>The description of a column that several kinds share: `name` and `age`.</summary>
    public static string Describe(string column) => s_table.Value.StringAt("@descriptions." + column)!;

    public JsonArray Cells(JsonObject value, DateTimeOffset now)
    {
        var context = new CellContext(value, now);
        // A missing field is an empty string in a real server's struct.
        return [.. _cells.Select(cell => cell(context)?.DeepClone() ?? JsonValue.Create(""))];
    }

    public JsonArray? Conditions(JsonObject value) => _name == "pods" ? PodCells.Conditions(value) : null;

    private static TableColumn Read(JsonObject column)
    {
        var description = column.StringAt("description")!;
        return new TableColumn(
            column.StringAt("name")!,
            column.StringAt("type")!,
            column.StringAt("format") ?? "",
            description.StartsWith('@') ? Describe(description[1..]) : description,
            (int)(column.IntegerAt("priority") ?? 0));
    }
}
