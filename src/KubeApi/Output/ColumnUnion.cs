using System.Management.Automation;

namespace KubeApi.Output;

/// <summary>Gives flat rows of several types the same columns: Export-Csv and Format-Table take the columns of the first row.</summary>
internal sealed class ColumnUnion
{
    private readonly List<PSObject> _rows = [];
    private string[]? _first;

    /// <summary>Whether the rows that were compared have different columns.</summary>
    public bool IsMixed { get; private set; }

    /// <summary>Keeps a row until the columns of all rows are known.</summary>
    public void Add(PSObject row) => _rows.Add(row);

    /// <summary>Compares the columns of a row with the first row's.</summary>
    public void Compare(PSObject row)
    {
        _first ??= [.. Names(row)];
        IsMixed = IsMixed || !Names(row).SequenceEqual(_first);
    }

    /// <summary>The rows that were added, each with the columns of all of them.</summary>
    public IEnumerable<PSObject> Rows()
    {
        string[] names = [.. _rows.SelectMany(Names).Distinct(StringComparer.OrdinalIgnoreCase)];
        foreach (var row in _rows)
        {
            var result = PropertyBag.Create(names.Length);
            foreach (var name in names)
            {
                result.Properties.Add(new PSNoteProperty(name, row.Properties[name]?.Value));
            }

            yield return result;
        }
    }

    private static IEnumerable<string> Names(PSObject row) => row.Properties.Select(p => p.Name);
}
