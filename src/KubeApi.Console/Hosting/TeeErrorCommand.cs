using System.Management.Automation;

namespace KubeApi.Console.Hosting;

/// <summary>Passes everything on, and remembers the errors.</summary>
[Cmdlet("Tee", "KubeApiConsoleError")]
public sealed class TeeErrorCommand : Cmdlet
{
    [Parameter(Mandatory = true)]
    [AllowEmptyCollection]
    public IList<ErrorRecord> Errors { get; set; } = null!; // the binder sets it: it is mandatory

    [Parameter(ValueFromPipeline = true)]
    [AllowNull]
    public PSObject? InputObject { get; set; }

    protected override void ProcessRecord()
    {
        if (InputObject?.BaseObject is ErrorRecord error)
        {
            Errors.Add(error);
        }

        WriteObject(InputObject);
    }
}
