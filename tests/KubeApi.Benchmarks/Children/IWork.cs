namespace KubeApi.Benchmarks.Children;

/// <summary>The work that a child process repeats.</summary>
internal interface IWork : IDisposable
{
    /// <summary>Does it once.</summary>
    Task<WorkResult> RunAsync();
}
