namespace KubeApi.Sandbox.Runtime;

/// <summary>The phases of the sandbox: loading, serving, stopping.</summary>
internal sealed class Lifetime : IDisposable
{
    private CancellationTokenSource _stopping = new();

    /// <summary>Whether the initial objects are being loaded.</summary>
    public bool IsLoading { get; set; }

    /// <summary>Ends watches and streams when the server stops.</summary>
    public CancellationToken Stopping => _stopping.Token;

    public void Stop() => _stopping.Cancel();

    /// <summary>Ends the watches, as a restarting server does.</summary>
    public void EndWatches() => Interlocked.Exchange(ref _stopping, new CancellationTokenSource()).Cancel();

    public void Dispose() => _stopping.Dispose();
}
