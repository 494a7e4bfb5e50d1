namespace KubeApi.Session;

/// <summary>Something that runs in the background of this process for a session. Disposing it stops it.</summary>
internal interface IBackgroundItem : IDisposable
{
    /// <summary>The number of the item among those of its kind in this process.</summary>
    int Id { get; }

    /// <summary>Whether it was stopped, itself or with its session, and need not be listed.</summary>
    bool IsStopped { get; }

    /// <summary>The runspace that started it.</summary>
    Guid Owner { get; }
}
