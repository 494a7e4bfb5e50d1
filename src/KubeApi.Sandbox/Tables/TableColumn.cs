namespace KubeApi.Sandbox.Tables;

/// <summary>A column of a table (<c>meta.k8s.io/v1</c> TableColumnDefinition).</summary>
/// <param name="Format">`name` for the column that names the object; empty as a rule.</param>
/// <param name="Priority">0 for default columns, greater for `-o wide`.</param>
internal sealed record TableColumn(string Name, string Type, string Format, string Description, int Priority);
