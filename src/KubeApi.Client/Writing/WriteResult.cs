namespace KubeApi.Client.Writing;

/// <summary>The result of a write, in kubectl's terms.</summary>
public enum WriteResult
{
    /// <summary>The object was created.</summary>
    Created,

    /// <summary>The object was changed, or may have been, if the user cannot read it.</summary>
    Configured,

    /// <summary>The object is unchanged, with the same version.</summary>
    Unchanged,

    /// <summary>The object is a pod that was evicted, and is gone.</summary>
    Evicted,
}
