namespace KubeApi.Completion;

/// <summary>
/// The fields and hidden members of objects, for Tab. No object has this type. It is the output type of cmdlets: PowerShell knows no kind before the cmdlet
/// runs, so a field is offered if the objects of some common kind have it.
/// </summary>
#pragma warning disable CS0649 // Never assigned: only the names count.
internal sealed class ObjectFields
{
    public MetadataFields? metadata;
    public SpecFields? spec;
    public StatusFields? status;
    public object? apiVersion, kind, data, type, Name, Namespace, Created, Age, Columns;
}
