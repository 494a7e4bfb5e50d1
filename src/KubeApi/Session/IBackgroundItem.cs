namespace KubeApi.Session;

/// <summary>Something that runs in the background of this process for a session. Disposing it stops it.</summary>
internal interface IBackgroundItem : IDisposable
{
    /// <summary>The number of the item among those of its kind in this process.</summary>
    int Id { get; }

    /// <summary>Whether it still runs.</summary>
    bool IsRunning { get; }

    /// <summary>The runspace that started it.</summary>
    Guid Owner { get; }
}
