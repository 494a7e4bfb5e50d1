namespace KubeApi.Session;

/// <summary>Something that runs in the background of this process for a session. Disposing it stops it.</summary>
internal interface IBackgroundItem : IDisposable
{
    /// <summary>The number of the item among the items of its kind in this process.</summary>
    int Id { get; }

    /// <summary>Whether it was stopped, or its session was closed, so that it need not be listed.</summary>
    bool IsStopped { get; }

    /// <summary>The runspace that started it.</summary>
    Guid Owner { get; }
}
