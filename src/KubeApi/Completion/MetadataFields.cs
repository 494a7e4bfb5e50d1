namespace KubeApi.Completion;

/// <summary>The fields of an object's metadata, for <see cref="ObjectFields"/>.</summary>
#pragma warning disable CS0649 // Never assigned: only the names count.
internal sealed class MetadataFields
{
    public object? name, generateName, @namespace, labels, annotations, creationTimestamp, deletionTimestamp, deletionGracePeriodSeconds, finalizers,
        generation, managedFields, ownerReferences, resourceVersion, uid;
}
