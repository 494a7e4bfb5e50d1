using System.Text.Json.Nodes;

namespace KubeApi.Sandbox.Tables;

/// <summary>The columns of a resource, and what stands in them for an object.</summary>
internal interface ITableColumns
{
    IReadOnlyList<TableColumn> Columns { get; }

    /// <summary>A table without rows has null in their place; else an empty list.</summary>
    bool HasNullForNoRows => false;

    /// <summary>One cell for each column: text, numbers, truth values or null.</summary>
    /// <param name="value">The object as it is stored; it may come without kind and apiVersion, and as little as its metadata.</param>
    /// <param name="now">Ages are counted up to it.</param>
    JsonArray Cells(JsonObject value, DateTimeOffset now);

    /// <summary>The conditions of the row; null for none.</summary>
    JsonArray? Conditions(JsonObject value) => null;
}
