using System.Collections.Concurrent;
using KubeApi.Client.Authentication;

namespace KubeApi.Tests.Client.Exec;

/// <summary>A caller with or without a console, which records the messages.</summary>
internal sealed class Caller(bool hasConsole = false, bool isForStreams = true, SemaphoreSlim? turn = null) : ICredentialCaller
{
    public ConcurrentQueue<string> Notices { get; } = new();

    public bool HasConsole => hasConsole;

    public SemaphoreSlim? ConsoleLock => turn;

    public bool WaitsForPrograms => isForStreams;

    public void Notice(string line) => Notices.Enqueue(line);

    public void Invoke(Action work) => throw new NotSupportedException();
}
