namespace KubeApi.Client.Describing;

/// <summary>A section of a page that is a table.</summary>
/// <param name="Title">Its title.</param>
/// <param name="Columns">The names of its columns.</param>
/// <param name="Rows">The cells of each row, and whether it is an unexpected state.</param>
/// <param name="Note">A note after the rows, or instead of them; empty for none.</param>
public sealed record PageTable(string Title, string[] Columns, IReadOnlyList<(string[] Cells, bool IsBad)> Rows, string Note = "");
