namespace KubeApi.Benchmarks.Children;

/// <summary>What a child process does again and again.</summary>
internal interface IWork : IDisposable
{
    /// <summary>Does it once.</summary>
    Task<WorkResult> RunAsync();
}
