namespace KubeApi.Client.Describing;

/// <summary>A part of a page that is a table.</summary>
/// <param name="Title">Its title.</param>
/// <param name="Columns">The names of its columns.</param>
/// <param name="Rows">The cells of each row, and whether the row is not as it should be.</param>
/// <param name="Note">What is to be said instead of rows, or after them; empty for nothing.</param>
public sealed record PageTable(string Title, string[] Columns, IReadOnlyList<(string[] Cells, bool IsBad)> Rows, string Note = "");
