namespace KubeApi.Sandbox.Tables;

/// <summary>The input of a cell: the object of its row, and the time.</summary>
internal readonly record struct CellContext(JsonObject Value, DateTimeOffset Now);
