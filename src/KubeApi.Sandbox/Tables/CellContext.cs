using System.Text.Json.Nodes;

namespace KubeApi.Sandbox.Tables;

/// <summary>What a cell is made of: the object of its row, and the time.</summary>
internal readonly record struct CellContext(JsonObject Value, DateTimeOffset Now);
