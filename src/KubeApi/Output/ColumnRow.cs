using System.Collections;
using System.Management.Automation;
using KubeApi.Client.Errors;
using KubeApi.Client.Reading;
using KubeApi.Session;

namespace KubeApi.Output;

/// <summary>
/// A flat row for an object: the columns of its table as properties, with values that can be compared, sorted and exported. Its strings have no control
/// characters, because PowerShell displays a row as it is. <c>$_.Columns</c> has the cells as the server sent them.
/// </summary>
internal static class ColumnRow
{
    private static readonly string[] s_shared = ["Name", "Ready", "Status"];

    /// <summary>Makes the row.</summary>
    /// <param name="o">The object.</param>
    /// <param name="isWide">Whether the row has all columns, or only the columns of the default table.</param>
    /// <param name="names">The columns of the row in their order, with wildcards; null for the columns of the table. A missing column is null.</param>
    /// <param name="missing">The names, without wildcards, that the object has no column for.</param>
    /// <returns>The row; null if it is not an API object.</returns>
    public static PSObject? Create(PSObject o, bool isWide, IReadOnlyList<string>? names, ICollection<string> missing)
    {
        var e = o.BaseObject as WatchedEvent;
        if (e is null && ApiObject.NameOf(o).Length == 0)
        {
            return null;
        }

        var columns = e is null ? Columns(o, o) : Columns(e, o);
        var row = PropertyBag.Create(columns.Count);
        if (names is null)
        {
            columns.Where(c => isWide || !c.IsWide).ToList().ForEach(Add);
            return row;
        }

        foreach (var name in names)
        {
            var pattern = NameWildcard.Get(name);
            var found = columns.FindAll(c => pattern.IsMatch(c.Name));
            found.ForEach(Add);
            if (found.Count == 0 && !WildcardPattern.ContainsWildcardCharacters(name))
            {
                missing.Add(name);
                Add((name, null, false));
            }
        }

        return row;

        void Add((string Name, object? Value, bool IsWide) column)
        {
            if (row.Properties[column.Name] is null)
            {
                row.Properties.Add(new PSNoteProperty(column.Name, Plain(column.Value)));
            }
        }
    }

    /// <summary>Whether an object, or an event, is of one of several resource types that one command reads.</summary>
    public static bool IsOfSeveralTypes(PSObject o) => o.TypeNames.Contains(ViewTypeNames.OfType) || o.TypeNames.Contains(ViewTypeNames.EventOfType);

    private static object? Plain(object? value) => value switch
    {
        string text => TerminalText.Clean(text),
        PSObject or IEnumerable => TerminalText.Clean(LanguagePrimitives.ConvertTo<string>(value)),
        _ => value,
    };

    // Time and type of the event, then the columns of its object. Kinds such as Service have a column Type of their own.
    private static List<(string Name, object? Value, bool IsWide)> Columns(WatchedEvent e, PSObject shown) =>
    [
        ("Time", e.Time, false),
        ("Type", e.Type, false),
        .. Columns(e.Object, shown).Select(c => c.Name is "Time" or "Type" ? (e.Kind + c.Name, c.Value, c.IsWide) : c),
    ];

    // Whether the view of several types has the column.
    private static bool IsShared(TableColumn column) =>
        ColumnValue.IsAge(column) || s_shared.Contains(column.Name, StringComparer.OrdinalIgnoreCase);

    // The columns of the object's view, in its order. The ones that the view leaves out are wide.
    private static List<(string Name, object? Value, bool IsWide)> Columns(PSObject o, PSObject shown)
    {
        var metadata = ObjectMember.Of(o, "metadata");
        var isOneOfSeveralTypes = IsOfSeveralTypes(shown);
        List<(string Name, object? Value, bool IsWide)> result =
        [
            ("Session", ObjectOrigin.Of(o)?.Session.Name, !ViewTypeNames.HasSession(shown)),
            ("Kind", ObjectMember.Of(o, "kind"), !isOneOfSeveralTypes),
        ];
        if (isOneOfSeveralTypes || ObjectMember.Of(metadata, "namespace") is not null)
        {
            result.Add(("Namespace", ObjectMember.Of(metadata, "namespace"), false));
        }

        var cells = ServerCells.Of(o);
        if (isOneOfSeveralTypes || cells is null)
        {
            result.Add(("Name", ApiObject.NameOf(o), false));
        }

        if (isOneOfSeveralTypes)
        {
            result.Add(("Ready", Named("Ready"), false));
            result.Add(("Status", Named("Status"), false));
        }

        if (isOneOfSeveralTypes || cells is null)
        {
            result.Add(("Age", ColumnValue.AgeOf(o), false));
        }

        for (var i = 0; i < cells?.Columns.Count; i++)
        {
            var column = cells.Columns[i];
            if (!isOneOfSeveralTypes || !IsShared(column) || cells.Find(column.Name) != i)
            {
                // A custom resource may have a second column Name, or one of the names above.
                result.Add((ColumnValue.NameFor(column.Name, o, IsTaken), ColumnValue.At(o, cells, i), isOneOfSeveralTypes || column.Priority > 0));
            }
        }

        return result;

        bool IsTaken(string name) => result.Exists(c => c.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

        object? Named(string name) => cells?.Find(name) is >= 0 and var column ? ColumnValue.At(o, cells, column) : null;
    }
}
