namespace KubeApi.Client.Writing;

/// <summary>What a write did to an object, in kubectl's words.</summary>
public enum WriteResult
{
    /// <summary>The object exists now, and did not before.</summary>
    Created,

    /// <summary>The object has changed; or it may have, where the user may not read it.</summary>
    Configured,

    /// <summary>The object is as it was, of the same version.</summary>
    Unchanged,
}
