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

    private readonly ObjectViews _views = new();

    // Names for which no object had a column so far; null before the first object.
    private HashSet<string>? _missing;

    /// <inheritdoc/>
    protected override void Process()
    {
        var missing = new List<string>();
        if (ColumnRow.Create(InputObject!, Wide, Property, missing) is { } row)
        {
            _missing ??= [.. missing];
            _missing.IntersectWith(missing);
            if (InputObject!.BaseObject is WatchedEvent)
            {
                _views.PresentRow(row, () => ConsoleAccess.WidthOf(this));
            }

            WriteObject(row);
        }
        else
        {
            WriteError(ErrorRecords.NotAnObject(InputObject!));
        }
    }

    /// <inheritdoc/>
    protected override void End()
    {
        if (_missing is { Count: > 0 })
        {
            var columns = ColumnRow.Create(InputObject!, true, null, [])?.Properties.Select(p => p.Name) ?? [];
            WriteWarning($"No object has the column '{string.Join("' or '", _missing)}'. The last object has: {string.Join(", ", columns)}.");
        }
    }
}
