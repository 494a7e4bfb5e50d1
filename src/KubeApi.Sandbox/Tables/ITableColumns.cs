namespace KubeApi.Sandbox.Tables;

/// <summary>The columns of a resource, and the cells of an object.</summary>
internal interface ITableColumns
{
    IReadOnlyList<TableColumn> Columns { get; }

    /// <summary>Whether a table without rows has null instead of an empty list.</summary>
    bool HasNullForNoRows => false;

    /// <summary>One cell for each column: text, numbers, truth values or null.</summary>
    /// <param name="value">The stored object, perhaps without kind and apiVersion, or only its metadata.</param>
    /// <param name="now">The time for ages.</param>
    JsonArray Cells(JsonObject value, DateTimeOffset now);

    /// <summary>The conditions of the row; null for none.</summary>
    JsonArray? Conditions(JsonObject value) => null;
}
