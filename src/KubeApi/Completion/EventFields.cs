namespace KubeApi.Completion;

/// <summary>The fields and hidden members of events, for Tab, as <see cref="ObjectFields"/>.</summary>
#pragma warning disable CS0649 // Never assigned: only the names count.
internal sealed class EventFields
{
    public MetadataFields? metadata;
    public object? apiVersion, kind, type, reason, message, count, involvedObject, source, reportingComponent, firstTimestamp, lastTimestamp, Name,
        Namespace, Created, Age, Columns, LastSeen, FirstSeen, Occurrences, Container;
}
