using System.Management.Automation;
using KubeApi.Commands.Base;
using KubeApi.Completion;
using KubeApi.Errors;
using KubeApi.Formatting;
using KubeApi.Output;
using KubeApi.Pipeline;

namespace KubeApi.Commands;

/// <summary>Converts objects to flat rows with the columns of their table as properties.</summary>
[Cmdlet(VerbsCommon.Select, "KubeApiColumn")]
[OutputType(typeof(PSObject))]
public sealed class SelectKubeApiColumnCommand : KubeApiCmdlet
{
    private ObjectViews? _views;
    private readonly ColumnUnion _union = new();
    // Names for which no object had a column so far; null before the first object.
    private HashSet<string>? _missing;

    /// <summary>The names of columns, with wildcards, in the order of the output.</summary>
    [Parameter(Position = 0)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ColumnCompleter))]
    [ValidateNotNullOrEmpty]
    public string[]? Property { get; set; }

    /// <summary>Objects with the columns of their request.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true)]
    [ValidateNotNull]
    public PSObject? InputObject { get; set; }

    /// <summary>All columns, not only those of the default table.</summary>
    [Parameter]
    public SwitchParameter Wide { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        var missing = new List<string>();
        if (ColumnRow.Create(InputObject!, Wide, Property, missing) is { } row)
        {
            _missing ??= [.. missing];
            _missing.IntersectWith(missing);
            Write(row);
        }
        else
        {
            WriteError(ErrorRecords.NotAnObject(InputObject!));
        }
    }

    private void Write(PSObject row)
    {
        var isEvent = InputObject!.BaseObject is WatchedEvent;
        if (isEvent)
        {
            _views ??= new ObjectViews(ConsoleAccess.LineWidthOf(this));
            _views.PresentRow(row);
        }

        // A watch has no end at which all columns are known.
        if (Property is null && Wide && !isEvent && ColumnRow.IsOfSeveralTypes(InputObject))
        {
            _union.Add(row);
            return;
        }

        if (Property is null)
        {
            _union.Compare(row);
        }

        WriteObject(row);
    }

    /// <inheritdoc/>
    protected override void End()
    {
        WriteObject(_union.Rows(), enumerateCollection: true);
        if (_union.IsMixed)
        {
            WriteWarning(
                "The rows do not have the same columns, and Export-Csv and Format-Table use the columns of the first row. "
                    + "To give all rows the same columns: -Property.");
        }

        if (_missing is { Count: > 0 })
        {
            var columns = ColumnRow.Create(InputObject!, true, null, [])?.Properties.Select(p => p.Name) ?? [];
            WriteWarning($"No object has the column '{string.Join("' or '", _missing)}'. The last object has: {string.Join(", ", columns)}.");
        }
    }
}
