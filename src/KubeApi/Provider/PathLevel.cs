namespace KubeApi.Provider;

/// <summary>The kind of place that a path of a drive names.</summary>
internal enum PathLevel
{
    /// <summary>The root of a session: <c>api</c> and <c>apis</c>.</summary>
    Root,

    /// <summary><c>apis</c>: the API groups but the core group.</summary>
    Groups,

    /// <summary>An API group: its versions. <c>api</c> is the core group.</summary>
    Group,

    /// <summary>A version of a group: its resource types.</summary>
    Version,

    /// <summary>The namespaces, below a version.</summary>
    Namespaces,

    /// <summary>One namespace: the namespaced resource types of the version.</summary>
    Namespace,

    /// <summary>A resource type: its objects, of one namespace or of all.</summary>
    Collection,

    /// <summary>One object.</summary>
    Object,

    /// <summary>A subresource of an object.</summary>
    Subresource,
}
