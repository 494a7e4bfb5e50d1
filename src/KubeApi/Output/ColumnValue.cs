using System.Globalization;
using System.Management.Automation;
using KubeApi.Client.Errors;
using KubeApi.Client.Reading;

namespace KubeApi.Output;

/// <summary>Converts the server's cells to values that scripts can compare, sort and export.</summary>
internal static class ColumnValue
{
    /// <summary>Whether a column shows how long ago the object was created. The server's cell is fixed; the object's age is always current.</summary>
    public static bool IsAge(TableColumn column) => column.Name.Equals("Age", StringComparison.OrdinalIgnoreCase) && (column.Type, column.Description) switch
    {
        // Built-in kinds declare a string. A custom resource may show any field under that name.
        ("string", var description) => description.Length == 0 || description.StartsWith("CreationTimestamp", StringComparison.Ordinal),
        ("date", var description) => !description.StartsWith("Custom resource definition column", StringComparison.Ordinal)
            || description.EndsWith(" .metadata.creationTimestamp", StringComparison.Ordinal),
        _ => false,
    };

    /// <summary>A unique name for a column: the first column of a name keeps it, and the next one is prefixed with the kind.</summary>
    /// <param name="name">The server's name.</param>
    /// <param name="o">The object.</param>
    /// <param name="isTaken">Whether another column has a name.</param>
    public static string NameFor(string name, PSObject o, Func<string, bool> isTaken)
    {
        var kind = ObjectMember.Of(o, "kind") is string { Length: > 0 } own ? TerminalText.Clean(own) : "Column";
        while (isTaken(name))
        {
            name = kind + name;
        }

        return name;
    }

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
        UtcTime.Parse(ObjectMetadata.Of(o, "creationTimestamp")) is { } created
            ? TimeSpan.FromSeconds(Math.Floor((DateTimeOffset.UtcNow - created).TotalSeconds))
            : null;

    private static long? Number(string text)
    {
        var end = text.IndexOf(' ', StringComparison.Ordinal);
        return long.TryParse(text.AsSpan(0, end < 0 ? text.Length : end), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
    }
}
