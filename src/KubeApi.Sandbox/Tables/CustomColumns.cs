using KubeApi.Sandbox.Json;

namespace KubeApi.Sandbox.Tables;

/// <summary>The printer columns of a definition; the default is the age.</summary>
internal sealed class CustomColumns : ITableColumns
{
    private const string AgePath = ".metadata.creationTimestamp";

    private static readonly TableColumn s_name = new("Name", "string", "name", BuiltInColumns.Describe("name"), 0);

    private readonly List<(string Type, CustomColumnPath Path)> _cells;

    public CustomColumns(JsonArray columns)
    {
        var all = columns.OfType<JsonObject>().ToList();
        if (all.Count == 0)
        {
            all.Add(new JsonObject { ["name"] = "Age", ["type"] = "date", ["jsonPath"] = AgePath, ["description"] = BuiltInColumns.Describe("age") });
        }

        Columns = [s_name, .. all.Select(Read)];
        _cells = [.. all.Select(column => (column.StringAt("type") ?? "", CustomColumnPath.Parse(column.StringAt("jsonPath") ?? "")))];
    }

    public IReadOnlyList<TableColumn> Columns { get; }

    public JsonArray Cells(JsonObject value, DateTimeOffset now) =>
        [value.StringAt("metadata.name"), .. _cells.Select(cell => cell.Path.Find(value) is { } found ? Cell(cell.Type, found, now) : null)];

    private static TableColumn Read(JsonObject column) => new(
        column.StringAt("name") ?? "",
        column.StringAt("type") ?? "",
        column.StringAt("format") ?? "",
        column.StringAt("description") is { Length: > 0 } description
            ? description
            : $"Custom resource definition column (in JSONPath format): {column.StringAt("jsonPath")}",
        (int)(column.IntegerAt("priority") ?? 0));

    // A value of another type than its column is an empty cell.
    private static JsonNode? Cell(string type, JsonNode value, DateTimeOffset now) => (type, value.GetValueKind()) switch
    {
        ("string", JsonValueKind.Object or JsonValueKind.Array) => JsonText.ToText(value),
        ("string", JsonValueKind.String) => value.GetValue<string>(),
        ("string", _) => value.ToJsonString(),
        ("integer", JsonValueKind.Number) => JsonValue.Create((long)double.Parse(value.ToJsonString(), CultureInfo.InvariantCulture)),
        ("number", JsonValueKind.Number) => value.DeepClone(),
        ("boolean", JsonValueKind.True or JsonValueKind.False) => value.DeepClone(),
        ("date", JsonValueKind.String) => CellFunctions.Time(value) is { } time ? HumanDuration.Of(now - time) : "<invalid>",
        _ => null,
    };
}
