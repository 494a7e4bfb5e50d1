using System.Management.Automation;
using KubeApi.Commands.Base;
using KubeApi.Completion;
using KubeApi.Errors;
using KubeApi.Output;

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

    /// <summary>Objects, with the columns that they were read with.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true)]
    [ValidateNotNull]
    public PSObject? InputObject { get; set; }

    /// <summary>All columns, not only those of the default table.</summary>
    [Parameter]
    public SwitchParameter Wide { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        if (ColumnRow.Create(InputObject!, Wide, Property) is { } row)
        {
            WriteObject(row);
        }
        else
        {
            WriteError(ErrorRecords.NotAnObject(InputObject!));
        }
    }
}
