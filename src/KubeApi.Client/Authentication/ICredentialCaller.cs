namespace KubeApi.Client.Authentication;

/// <summary>
/// The caller that waits for a credential and offers it a console and a thread. An observer of requests may implement it. Called on any thread.
/// </summary>
public interface ICredentialCaller
{
    /// <summary>Whether a plugin may prompt the user on this caller's console.</summary>
    bool HasConsole { get; }

    /// <summary>Held by a plugin while it may prompt, if several connections share one console; null if there is only one.</summary>
    SemaphoreSlim? ConsoleLock => null;

    /// <summary>Whether it waits for a program or a script. Completion does not: it uses only cached credentials.</summary>
    bool WaitsForPrograms { get; }

    /// <summary>Shows a line from a plugin to the user.</summary>
    void Notice(string line);

    /// <summary>Runs work on the caller's own thread when it waits next, which may be never.</summary>
    void Invoke(Action work);
}
