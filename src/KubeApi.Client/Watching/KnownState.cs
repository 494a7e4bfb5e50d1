namespace KubeApi.Client.Watching;

/// <summary>The result of comparing an object with the known one of the same name.</summary>
internal enum KnownState
{
    /// <summary>No object of that name was known.</summary>
    New,

    /// <summary>The same version was known.</summary>
    Same,

    /// <summary>Another version of the same object was known.</summary>
    Changed,

    /// <summary>Another object, with another uid, was known: it was deleted, and this one created.</summary>
    Replaced,
}
