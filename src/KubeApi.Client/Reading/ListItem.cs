namespace KubeApi.Client.Reading;

/// <summary>One object of a list. It owns its bytes.</summary>
/// <param name="Json">The object's JSON; the word <c>null</c> for an item that is null.</param>
/// <param name="Cells">The JSON array of the server's cells; null if the list is not a table.</param>
/// <param name="Columns">The columns of the cells, shared by the items of a page; null if the list is not a table.</param>
public readonly record struct ListItem(byte[] Json, byte[]? Cells = null, IReadOnlyList<TableColumn>? Columns = null)
{
    /// <summary>Whether the list has <c>null</c> instead of an object.</summary>
    public bool IsNull => Json is [(byte)'n', ..];
}
