using System.Globalization;
using System.Management.Automation;
using KubeApi.Client.Reading;

namespace KubeApi.Output;

/// <summary>Converts the server's cells to values that scripts can compare, sort and export.</summary>
internal static class ColumnValue
{
    /// <summary>Whether a column shows how long ago the object was created. The server's cell is fixed; the object's age is always current.</summary>
    public static bool IsAge(TableColumn column) => column.Name.Equals("Age", StringComparison.OrdinalIgnoreCase) && column.Type is "string" or "date";

    /// <summary>
    /// The value of a cell: a <see cref="TimeSpan"/> for the age, the number alone of restarts (the server's cell may be <c>2 (5m ago)</c>), else the
    /// string, number or Boolean as the server sent it.
    /// </summary>
    public static object? At(PSObject o, ServerCells cells, int column) => cells.Columns[column] switch
    {
        var age when IsAge(age) && AgeOf(o) is { } span => span,
        { Name: "Restarts", Type: "string" } when cells[column] is string text => Number(text) is { } number ? number : text,
        _ => cells[column],
    };

    /// <summary>The time since the object was created, in whole seconds as its timestamp; null if that is unknown.</summary>
    public static TimeSpan? AgeOf(PSObject? o) =>
        ObjectMetadata.Of(o, "creationTimestamp") is { } created
            && DateTimeOffset.TryParse(created, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? TimeSpan.FromSeconds(Math.Floor((DateTimeOffset.UtcNow - time).TotalSeconds))
            : null;

    private static long? Number(string text)
    {
        var end = text.IndexOf(' ', StringComparison.Ordinal);
        return long.TryParse(text.AsSpan(0, end < 0 ? text.Length : end), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
    }
}
